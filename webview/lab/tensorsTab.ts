import type { TensorKind, TensorPicture, TensorView } from "../../engine/worker/protocol.ts";
import { type Choice, dropdown } from "../shared/components.ts";
import { h, setText } from "../shared/dom.ts";
import { choicesOf, firstChoice, leavesOf, type Part } from "../shared/parts.ts";
import type { Contrast } from "../shared/range.ts";
import type { RunState } from "../shared/store.ts";
import type { Theme } from "../shared/theme.ts";
import type { HeatmapContext } from "./heatmap/heatmap.ts";
import { PartGroup } from "./heatmap/partGroup.ts";
import type { Reading } from "./heatmap/reading.ts";

export interface TensorsTabOptions {
  readonly kind: TensorKind;
  readonly title: string;
  readonly unit: string;
  readonly contrast: Contrast;
  /** The part of the network that is shown, the same for weights and gradients; null as long as nobody chose one. */
  part(): string | null;
  choosePart(id: string): void;
  chooseContrast(contrast: Contrast): void;
  theme(): Theme;
  say(text: string): void;
  viewsChanged(): void;
}

/** Milliseconds without a picture after which the page says why there may be none. */
const patience = 1500;

/** *Weights* or *Gradients*: a part of the network, group below group from the input on, each parameter's gates side by side. */
export class TensorsTab {
  readonly root: HTMLElement;
  private readonly options: TensorsTabOptions;
  private readonly parts: Choice;
  private readonly scales: Choice;
  private readonly where = h("span", { class: "where" });
  private readonly value = h("span", { class: "readValue" });
  private readonly missing = h("p", { class: "missing hint", hidden: true });
  private readonly body = h("div", { class: "tensors" });
  private readonly observer: IntersectionObserver;
  private groups: PartGroup[] = [];
  private built = "";
  private contrast: Contrast;
  private run: RunState | null = null;
  private waiting: ReturnType<typeof setTimeout> | undefined;

  constructor(options: TensorsTabOptions) {
    this.options = options;
    this.contrast = options.contrast;
    this.parts = dropdown("Part of the network", (id) => options.choosePart(id));
    this.scales = dropdown("Colour scale", (contrast) => {
      this.contrast = contrast as Contrast;
      options.chooseContrast(this.contrast);
      this.restyle();
    });
    const reading = h("p", { class: "reading" }, this.where, this.value);
    const choices = h("div", { class: "tensorChoices" }, this.parts.element, this.scales.element);
    this.root = h("div", { class: "tensorsTab" }, h("div", { class: "tensorBar" }, choices, reading), this.missing, this.body);
    this.observer = new IntersectionObserver((entries) => this.seen(entries), { rootMargin: "40px" });
    new ResizeObserver(() => this.resize()).observe(this.body);
  }

  update(run: RunState): void {
    this.run = run;
    if (run.parts === null) return;
    const chosen = this.offerChoices(run.parts);
    const key = `${run.id} ${chosen.id} ${run.description!.parameters.map(({ path }) => path).join()}`;
    if (key === this.built) return;
    this.built = key;
    this.rebuild(chosen);
  }

  /** The pictures that are on screen. */
  views(): TensorView[] {
    return this.groups.filter((group) => group.seen).flatMap((group) => group.views());
  }

  /** @param step the step whose numbers the pictures show; it stands on each parameter as `data-step`. */
  show(pictures: readonly TensorPicture[], step: number): void {
    const own = pictures.filter(({ view }) => view.kind === this.options.kind);
    if (own.length === 0) return;
    this.missing.hidden = true;
    clearTimeout(this.waiting);
    const touched = new Set(own.flatMap((picture) => this.groups.filter((group) => group.show(picture, step))));
    for (const group of touched) group.redraw();
  }

  restyle(): void {
    for (const group of this.groups) group.redrawAll();
  }

  private offerChoices(whole: Part): Part {
    const choices = choicesOf(whole);
    const chosen = choices.find(({ id }) => id === this.options.part()) ?? firstChoice(whole);
    const kinds = new Set(leavesOf(whole).flatMap(({ node, kind }) => (node?.cell ? [kind] : [])));
    this.parts.offer(
      choices.map((part) => ({ value: part.id, text: kinds.size > 1 ? withKind(part) : part.title })),
      chosen.id,
    );
    this.parts.element.hidden = choices.length < 2;
    const { unit } = this.options;
    this.scales.offer(
      [
        { value: "linear", text: `${unit}, linear scale` },
        { value: "root", text: `${unit}, root scale` },
      ],
      this.contrast,
    );
    return chosen;
  }

  private rebuild(chosen: Part): void {
    this.observer.disconnect();
    this.groups = leavesOf(chosen).map((part) => new PartGroup(part, this.options.title, this.context()));
    this.body.replaceChildren(...this.groups.map(({ root }) => root));
    for (const { root } of this.groups) this.observer.observe(root);
    this.resize();
    this.wait();
    this.options.viewsChanged();
  }

  private context(): HeatmapContext {
    return {
      kind: this.options.kind,
      tokens: this.run?.description?.tokens ?? [],
      theme: this.options.theme,
      contrast: () => this.contrast,
      read: (reading, spoken) => this.read(reading, spoken),
      viewChanged: this.options.viewsChanged,
    };
  }

  private read(reading: Reading | null, spoken: boolean): void {
    setText(this.where, reading?.where ?? "");
    setText(this.value, reading?.value ?? "");
    if (spoken && reading !== null) this.options.say(`${reading.where}: ${reading.value}`);
  }

  private seen(entries: readonly IntersectionObserverEntry[]): void {
    for (const { target, isIntersecting } of entries) {
      const group = this.groups.find(({ root }) => root === target);
      if (group !== undefined) group.seen = isIntersecting;
    }
    this.options.viewsChanged();
  }

  private resize(): void {
    const width = this.body.clientWidth;
    if (width <= 0) return;
    for (const group of this.groups) group.resize(width);
    this.options.viewsChanged();
  }

  /** Empty pictures need a word. */
  private wait(): void {
    this.missing.hidden = true;
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => {
      setText(this.missing, this.run === null ? "" : whyMissing(this.options.kind, this.run));
      this.missing.hidden = false;
    }, patience);
  }
}

const withKind = ({ title, kind, node }: Part): string => (node?.cell && !title.includes(kind) ? `${title} · ${kind}` : title);

function whyMissing(kind: TensorKind, { status, progress, description }: RunState): string {
  const live = status === "training" || status === "paused";
  if (kind === "value")
    return live
      ? "The weights come with the next report."
      : "The weights of an earlier session can be shown as long as its text is there and unchanged.";
  if ((progress?.step ?? 0) === (description?.step ?? 0)) return "There are no gradients yet: they come with the first step.";
  if (status === "paused") return "The pause cut a step short, and its gradients with it. Train one step to see the next ones.";
  return live ? "The gradients come with the next report." : "The gradients of a run that has ended are not kept.";
}
