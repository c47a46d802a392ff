import { cellNodesOf } from "../../engine/layers/networkNode.ts";
import type { Gate, ParameterInfo } from "../../engine/memory/parameterInfo.ts";
import type { TensorKind, TensorPicture, TensorView } from "../../engine/worker/protocol.ts";
import { type Choice, dropdown } from "../shared/components.ts";
import { h, setText } from "../shared/dom.ts";
import type { Contrast } from "../shared/range.ts";
import type { RunState } from "../shared/store.ts";
import type { Theme } from "../shared/theme.ts";
import { Heatmap, type Surroundings } from "./heatmap/heatmap.ts";
import { gateNames, parameterTitle, type Reading } from "./heatmap/reading.ts";

export interface TensorsTabOptions {
  readonly kind: TensorKind;
  readonly title: string;
  readonly unit: string;
  readonly contrast: Contrast;
  /** The layer that is shown, the same for weights and gradients. */
  layer(): string;
  chooseLayer(layer: string): void;
  chooseContrast(contrast: Contrast): void;
  theme(): Theme;
  say(text: string): void;
  viewsChanged(): void;
}

const sideWidth = 124 + 24;

/** *Weights* or *Gradients*: one layer's parameters by gate, x rows above h rows above the bias, and the dense layer below. */
export class TensorsTab {
  readonly root: HTMLElement;
  private readonly options: TensorsTabOptions;
  private readonly layers: Choice;
  private readonly scales: Choice;
  private readonly where = h("span", { class: "where" });
  private readonly value = h("span", { class: "readValue" });
  private readonly body = h("div", { class: "tensors" });
  private readonly observer: IntersectionObserver;
  private heatmaps: Heatmap[] = [];
  private headers: HTMLElement[] = [];
  private built = "";
  private layer = "";
  private contrast: Contrast;
  private run: RunState | null = null;

  constructor(options: TensorsTabOptions) {
    this.options = options;
    this.contrast = options.contrast;
    this.layers = dropdown("Layer", (layer) => options.chooseLayer(layer));
    this.scales = dropdown("Colour scale", (contrast) => {
      this.contrast = contrast as Contrast;
      options.chooseContrast(this.contrast);
      for (const heatmap of this.heatmaps) heatmap.redraw();
    });
    const reading = h("p", { class: "reading" }, this.where, this.value);
    const bar = h("div", { class: "tensorBar" }, this.layers.element, this.scales.element, reading);
    this.root = h("div", { class: "tensorsTab" }, bar, this.body);
    this.observer = new IntersectionObserver((entries) => this.seen(entries), { rootMargin: "40px" });
    new ResizeObserver(() => this.resize()).observe(this.body);
  }

  update(run: RunState): void {
    this.run = run;
    this.offerChoices(run);
    const key = `${run.id} ${this.layer} ${run.description?.parameters.map(({ path }) => path).join()}`;
    if (key === this.built) return;
    this.built = key;
    this.rebuild();
  }

  /** The pictures that are on screen. */
  views(): TensorView[] {
    return this.heatmaps.filter((heatmap) => heatmap.seen).flatMap((heatmap) => heatmap.views());
  }

  /** @param step the step whose numbers the pictures show; it stands on each parameter as `data-step`. */
  show(pictures: readonly TensorPicture[], step: number): void {
    for (const picture of pictures) {
      if (picture.view.kind !== this.options.kind) continue;
      this.heatmaps.find(({ parameter }) => parameter.path === picture.view.path)?.show(picture, step);
    }
  }

  restyle(): void {
    for (const heatmap of this.heatmaps) heatmap.redraw();
  }

  private offerChoices(run: RunState): void {
    const count = run.description ? cellNodesOf(run.description.network).length : 1;
    const names = Array.from({ length: count }, (_, k) => `layer ${k + 1}`);
    this.layer = names.includes(this.options.layer()) ? this.options.layer() : names[0]!;
    this.layers.offer(
      names.map((name) => ({ value: name, text: name })),
      this.layer,
    );
    this.layers.element.hidden = count === 1;
    const { unit } = this.options;
    this.scales.offer(
      [
        { value: "linear", text: `${unit}, linear scale` },
        { value: "root", text: `${unit}, root scale` },
      ],
      this.contrast,
    );
  }

  private rebuild(): void {
    for (const heatmap of this.heatmaps) this.observer.unobserve(heatmap.root);
    const parameters = this.run?.description?.parameters ?? [];
    const chosen = parameters.filter(({ path, gates }) => gates !== null && parameterTitle(path).layer === this.layer);
    const dense = parameters.filter(({ gates }) => gates === null);
    this.headers = [];
    this.heatmaps = [...chosen, ...dense].map((parameter) => new Heatmap(parameter, this.surroundings()));
    const of = (wanted: readonly ParameterInfo[]) => this.heatmaps.filter(({ parameter }) => wanted.includes(parameter));
    this.body.replaceChildren(this.group(this.layer, of(chosen)), this.group("dense", of(dense)));
    for (const heatmap of this.heatmaps) this.observer.observe(heatmap.root);
    this.resize();
    this.options.viewsChanged();
  }

  private group(title: string, heatmaps: readonly Heatmap[]): HTMLElement {
    const gates = heatmaps[0]?.parameter.gates ?? [];
    const headers = gates.map((gate) => gateHeader(gate));
    this.headers.push(...headers);
    const line = h("div", { class: "gateLine" }, h("h2", {}, title), ...headers);
    return h(
      "section",
      { class: "group", "aria-label": `${title}, ${this.options.title}` },
      line,
      ...heatmaps.map(({ root }) => root),
    );
  }

  private surroundings(): Surroundings {
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
      const heatmap = this.heatmaps.find(({ root }) => root === target);
      if (heatmap !== undefined) heatmap.seen = isIntersecting;
    }
    this.options.viewsChanged();
  }

  private resize(): void {
    const width = this.body.clientWidth - sideWidth;
    if (width <= 0) return;
    for (const heatmap of this.heatmaps) heatmap.resize(width);
    const blocks = this.heatmaps.find(({ parameter }) => parameter.gates !== null)?.layout().blocks ?? [];
    blocks.forEach(({ left, width: blockWidth }, k) => {
      const header = this.headers[k];
      if (header === undefined) return;
      header.style.left = `${left}px`;
      header.style.width = `${blockWidth}px`;
    });
    this.options.viewsChanged();
  }
}

function gateHeader(gate: Gate): HTMLElement {
  return h("span", { class: `gate gate-${gate}` }, h("b", {}, gate), h("span", { class: "gateName" }, gateNames[gate]));
}
