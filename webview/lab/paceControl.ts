import { dropdown } from "../shared/components.ts";
import { h } from "../shared/dom.ts";
import type { RunState } from "../shared/store.ts";

/** Steps a second, and how they are called; null is as fast as it goes. One at a time is what the step button does. */
const paces: readonly (readonly [value: string, text: string, stepsPerSecond: number | null])[] = [
  ["full", "full speed", null],
  ["30", "30 steps a second", 30],
  ["5", "5 steps a second", 5],
  ["1", "1 step a second", 1],
];

/** How fast a run goes on, so that it can be watched. No number depends on it. */
export class PaceControl {
  readonly root: HTMLElement;
  private readonly choice;
  private readonly label = h("span", { class: "label", "aria-hidden": "true" }, "pace");
  private run = 0;
  private chosen = "full";

  constructor(set: (stepsPerSecond: number | null) => void) {
    this.choice = dropdown("Pace", (value) => {
      this.chosen = value;
      set(paces.find(([name]) => name === value)?.[2] ?? null);
    });
    this.root = h("div", { class: "pace" }, this.label, this.choice.element);
  }

  /** A new run goes at full speed. */
  update(run: RunState): void {
    if (run.id !== this.run) this.chosen = "full";
    this.run = run.id;
    this.root.hidden = run.status !== "training" && run.status !== "paused";
    this.choice.offer(
      paces.map(([value, text]) => ({ value, text })),
      this.chosen,
    );
  }
}
