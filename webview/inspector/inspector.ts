import { clipNormOf } from "../../engine/recipe/told.ts";
import { formatCount, formatNumber } from "../../engine/words/numbers.ts";
import type { HostChannel } from "../shared/channel.ts";
import { button } from "../shared/components.ts";
import { atPace, h, oncePerFrame, setAttribute, setText } from "../shared/dom.ts";
import { liveRegion } from "../shared/live.ts";
import { leavesOf, type Part } from "../shared/parts.ts";
import type { RunState, RunStore } from "../shared/store.ts";
import type { Theme } from "../shared/theme.ts";
import { type FlowChoice, FlowSection } from "./flow.ts";
import { hintsFor } from "./hints.ts";
import { ParameterRow } from "./parameterRow.ts";

interface Remembered {
  readonly open: readonly string[];
  readonly flow: FlowChoice;
}

/** The Gradient Inspector: each parameter's gradient by layer, over time, and the gradient's way back through time. */
export class Inspector {
  private readonly channel: HostChannel;
  private readonly store: RunStore;
  private readonly global = h("dl", { class: "global" });
  private readonly step = h("span", { class: "reading" });
  private readonly groups = h("div", { class: "groups" });
  private readonly hints = h("section", { class: "hints", "aria-label": "Hints" });
  private readonly content: HTMLElement;
  private readonly empty: HTMLElement;
  private readonly live = liveRegion();
  private readonly flow: FlowSection;
  private readonly open: Set<string>;
  private readonly flowChoice: FlowChoice;
  private rows = new Map<string, ParameterRow>();
  private built = "";
  private theme: Theme | null = null;
  private readonly refresh = oncePerFrame(() => this.draw());
  private readonly follow = atPace(() => this.draw());

  constructor(root: HTMLElement, channel: HostChannel, store: RunStore) {
    this.channel = channel;
    this.store = store;
    const remembered = channel.recall<Remembered>({ open: [], flow: { quantity: "dh", scale: "log" } });
    this.open = new Set(remembered.open);
    this.flowChoice = { ...remembered.flow };
    this.flow = new FlowSection(
      this.flowChoice,
      () => this.remember(),
      (text) => this.live.say(text),
    );
    this.empty = emptyView(() => channel.send({ type: "command", command: "train" }));
    const columns = h(
      "p",
      { class: "columns", "aria-hidden": "true" },
      ...["‖g‖", "max", "Δ/w"].map((name) => h("span", {}, name)),
    );
    const head = h("div", { class: "title" }, h("h2", {}, "Gradients"), this.step);
    this.content = h("div", { class: "content" }, head, this.global, this.hints, columns, this.groups, this.flow.root);
    root.replaceChildren(this.empty, this.content, this.live.element);
    store.subscribe((_, change) => {
      if (change === "run") this.refresh();
      else if (change === "progress") this.follow();
    });
    new ResizeObserver(() => this.refresh()).observe(this.groups);
    this.draw();
  }

  restyle(theme: Theme): void {
    this.theme = theme;
    for (const row of this.rows.values()) row.restyle(theme);
    this.refresh();
  }

  private draw(): void {
    const { run } = this.store;
    const has = run !== null && run.gradients !== null && run.description !== null;
    this.empty.hidden = has;
    this.content.hidden = !has;
    setAttribute(this.empty, "data-waiting", run !== null);
    setText(
      this.empty.querySelector("p")!,
      run === null ? "No gradients yet: they appear here while a network trains." : "The first step is under way.",
    );
    if (!has || this.theme === null) return;
    this.build(run);
    this.write(run, this.theme);
  }

  private build(run: RunState): void {
    const key = `${run.id} ${run.description!.parameters.map(({ path }) => path).join()}`;
    if (key === this.built) return;
    this.built = key;
    this.rows = new Map();
    this.groups.replaceChildren(...leavesOf(run.parts!).map((part) => this.group(part)));
  }

  private group({ title, parameters }: Part): HTMLElement {
    const rows = parameters.map(({ info: { path }, name }) => {
      const row = new ParameterRow(path, name, this.open.has(path), (open) => this.toggle(path, open));
      this.rows.set(path, row);
      return row.root;
    });
    return h("section", { class: "group", "aria-label": title }, h("h3", {}, title), ...rows);
  }

  private toggle(path: string, open: boolean): void {
    if (open) this.open.add(path);
    else this.open.delete(path);
    this.remember();
    this.refresh();
  }

  private remember(): void {
    this.channel.remember({ open: [...this.open], flow: this.flowChoice });
  }

  private write(run: RunState, theme: Theme): void {
    const report = run.gradients!;
    const description = run.description!;
    setText(this.step, `step ${formatCount(report.step)}`);
    this.writeGlobal(report.globalNorm, report.clipFactor, clipNormOf(description.recipe));
    for (const [path, row] of this.rows) {
      const gradient = report.parameters.find((parameter) => parameter.path === path);
      row.update(theme, gradient, run.history.steps, run.history.of(path), description);
    }
    this.flow.update(theme, report.flow, run.parts!);
    this.writeHints(run);
  }

  private writeGlobal(norm: number, factor: number, bound: number): void {
    if (!this.global.hasChildNodes()) {
      const values = [h("dd", { class: "number" }), h("dd", { class: "number" })];
      this.global.append(h("dt", {}, "global norm"), values[0]!, h("dt", {}, "clip factor"), values[1]!);
    }
    const [first, second] = [...this.global.querySelectorAll("dd")];
    setText(first!, formatNumber(norm));
    setText(second!, bound === 0 ? "off" : factor === 1 ? "1, not clipped" : formatNumber(factor));
  }

  private writeHints(run: RunState): void {
    const found = hintsFor(run);
    const key = found.map(({ finding, advice }) => `${finding} ${advice}`).join("\n");
    if (this.hints.dataset.key === key) return;
    this.hints.dataset.key = key;
    this.hints.replaceChildren(
      ...found.map(({ finding, advice }) => h("p", { class: "hintText" }, h("b", {}, finding), ` ${advice}`)),
    );
  }
}

function emptyView(train: () => void): HTMLElement {
  return h("div", { class: "emptyView" }, h("p", {}), button("Train LSTM on the open file", train, "primary"));
}
