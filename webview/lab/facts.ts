import type { ViewCommand } from "../protocol.ts";
import { button } from "../shared/components.ts";
import { h, setAttribute } from "../shared/dom.ts";
import { networkWords } from "../shared/kinds.ts";
import type { RunState } from "../shared/store.ts";
import { factsOf } from "./runFacts.ts";

/** The right column: what is being trained, and what one may do with it. */
export class Facts {
  readonly root: HTMLElement;
  private readonly title = h("h2", {});
  private readonly list = h("dl", {});
  private readonly continueButton: HTMLElement;
  private readonly againButton: HTMLElement;
  private written = "";

  constructor(act: (command: ViewCommand) => void) {
    this.continueButton = button("Continue training", () => act("continue"));
    this.againButton = button("Train anew", () => act("train"));
    const settings = button("Settings…", () => act("settings"));
    const actions = h("div", { class: "actions" }, this.continueButton, this.againButton, settings);
    this.root = h("aside", { class: "facts", "aria-label": "About this run" }, this.title, this.list, actions);
  }

  update(run: RunState): void {
    const ended = run.status !== "training" && run.status !== "paused" && run.status !== "starting";
    setAttribute(this.continueButton, "disabled", !(ended && run.canContinue));
    setAttribute(this.againButton, "disabled", run.status === "starting");
    const { description } = run;
    const facts = description === null ? ([["file", run.fileName]] as const) : factsOf(run.fileName, description);
    const key = JSON.stringify(facts);
    if (key === this.written) return;
    this.written = key;
    this.title.textContent = description === null ? "" : networkWords(description.network);
    this.list.replaceChildren(...facts.flatMap(([term, value]) => [h("dt", {}, term), h("dd", { title: value }, value)]));
  }
}
