import { countedIn } from "../../engine/runs/description.ts";
import { formatCount, formatDuration, formatNumber, formatRate } from "../../engine/words/numbers.ts";
import type { RunStatus, ViewCommand } from "../protocol.ts";
import { type IconButton, iconButton } from "../shared/components.ts";
import { h, setAttribute, setText } from "../shared/dom.ts";
import type { RunState } from "../shared/store.ts";
import { PaceList, type PaceRoom } from "./paceList.ts";

/** What the first button does in each status: what one would want to do next. */
export function mainAction(run: RunState | null): { readonly command: ViewCommand; readonly label: string } | null {
  if (run === null) return { command: "train", label: "Train on the open file" };
  switch (run.status) {
    case "starting":
      return null;
    case "training":
      return { command: "pause", label: "Pause" };
    case "paused":
      return { command: "resume", label: "Resume" };
    case "finished":
    case "stopped":
    case "diverged":
    case "failed":
      return run.canContinue ? { command: "continue", label: "Continue training" } : { command: "train", label: "Train again" };
    default:
      return run.status satisfies never;
  }
}

export const statusWords: Readonly<Record<RunStatus, string>> = {
  starting: "starting",
  training: "training",
  paused: "paused",
  finished: "finished",
  stopped: "stopped",
  diverged: "diverged",
  failed: "failed",
};

const isLive = (run: RunState | null): boolean => run?.status === "training" || run?.status === "paused";

/** A number in place: it has its width from the start, so that nothing moves when it grows a digit. */
function figure(
  name: string,
  label: string,
  unit: string,
): { readonly element: HTMLElement; show(value: string, unit?: string): void } {
  const value = h("span", { class: "value" });
  const after = h("span", { class: "unit" }, unit);
  const element = h("span", { class: "figure", "data-figure": name }, h("span", { class: "label" }, label), value, after);
  return {
    element,
    show: (text, unitText) => {
      setText(value, text);
      if (unitText !== undefined) setText(after, unitText);
    },
  };
}

/** The line at the top: controls, and where the run stands. It never wraps. */
export class Header {
  readonly root: HTMLElement;
  private readonly run: IconButton;
  private readonly step: IconButton;
  private readonly stop: IconButton;
  private readonly pace: PaceList;
  private readonly status = h("span", { class: "status" });
  private readonly bar = h("div", { class: "bar" });
  private readonly figures = {
    step: figure("step", "step", ""),
    loss: figure("loss", "loss", ""),
    smoothed: figure("smoothed", "smoothed", ""),
    validation: figure("validation", "val", ""),
    speed: figure("speed", "", "tokens/s"),
    left: figure("left", "", "left"),
  };

  constructor({ act, current, setPace }: PaceRoom) {
    this.run = iconButton(() => {
      const action = mainAction(current());
      if (action !== null) act(action.command);
    });
    this.step = iconButton(() => act("step"));
    this.stop = iconButton(() => act("stop"));
    this.pace = new PaceList({ act, current, setPace });
    const controls = h(
      "div",
      { class: "controls", role: "toolbar", "aria-label": "Run" },
      this.run.element,
      this.step.element,
      this.stop.element,
      this.pace.element,
    );
    const line = h("div", { class: "figuresLine" }, ...Object.values(this.figures).map(({ element }) => element));
    this.root = h(
      "header",
      { class: "head" },
      controls,
      this.status,
      line,
      h("div", { class: "track", "aria-hidden": "true" }, this.bar),
    );
  }

  update(run: RunState | null): void {
    const action = mainAction(run);
    this.run.show(
      run?.status === "training" ? "pause" : "play",
      action?.label ?? "Starting",
      isLive(run) ? "Space" : "",
      action !== null,
    );
    this.step.show("step", "Step once", ".", run?.status === "paused");
    this.stop.show("stop", "Stop", "Shift+S", isLive(run));
    this.pace.update(run);
    setText(this.status, run === null ? "" : statusWords[run.status]);
    setAttribute(this.status, "data-status", run?.status ?? null);
    this.writeFigures(run);
  }

  private writeFigures(run: RunState | null): void {
    const { step, loss, smoothed, validation, speed, left } = this.figures;
    const done = run?.progress?.step ?? run?.description?.step ?? null;
    const planned = run?.description?.recipe.training.steps ?? 0;
    const total = planned === 0 ? "" : `of ${formatCount(planned)}`;
    this.reserve(step.element, Math.max(formatCount(planned).length, 5));
    step.show(done === null ? "–" : formatCount(done), total);
    // Who trains in float64 compares digits.
    loss.show(number(run?.lastLoss, run?.description?.recipe.training.precision === "float64" ? 9 : undefined));
    smoothed.show(number(run?.lastSmoothed));
    const evaluated = run?.validation.all.at(-1) ?? null;
    validation.element.hidden = evaluated === null;
    validation.show(number(evaluated?.loss));
    const progress = run?.progress ?? null;
    const counted = countedIn(run?.description ?? { vocabularySize: 1 });
    speed.show(progress === null ? "–" : formatRate(progress.tokensPerSecond), `${counted}/s`);
    const seconds = isLive(run) ? (progress?.secondsLeft ?? null) : null;
    left.show(seconds === null ? "" : formatDuration(seconds), seconds === null ? "" : "left");
    this.bar.style.transform = `scaleX(${planned === 0 || done === null ? 0 : Math.min(1, done / planned)})`;
  }

  private reserve(element: HTMLElement, characters: number): void {
    element.style.setProperty("--width", `${characters}ch`);
  }
}

const number = (value: number | null | undefined, digits?: number): string =>
  value === null || value === undefined ? "–" : formatNumber(value, digits);
