import type { GateInfo } from "../../../engine/layers/gate.ts";
import type { TensorPicture, TensorView } from "../../../engine/worker/protocol.ts";
import { h, setText } from "../../shared/dom.ts";
import { tickText } from "../../shared/extent.ts";
import { huesOf, wear } from "../../shared/hues.ts";
import { type Part, partWords } from "../../shared/parts.ts";
import { Heatmap, type HeatmapContext, type HeatmapScale } from "./heatmap.ts";
import { type Figures, SharedRange } from "./sharedRange.ts";
import { gatesOf, shownIn } from "./shown.ts";

/** Room that the scale takes beside a picture, its gap included. */
const sideWidth = 124 + 24;
/** From here on down the scale stands above the picture. */
const lowBelow = 560;

/** The parameters of one part below each other: gates in columns below their names, one scale for all. */
export class PartGroup implements HeatmapScale {
  readonly root: HTMLElement;
  /** Whether it is on screen; the owner watches that. Pictures of all of it are wanted then, so that its scale knows all. */
  seen = false;
  private readonly heatmaps: readonly Heatmap[];
  private readonly headers: readonly HTMLElement[];
  private readonly note = h("p", { class: "scaleNote hint" });
  private readonly context: HeatmapContext;
  private readonly range = new SharedRange<Heatmap>();

  /** @param kind of numbers: "weights" */
  constructor(part: Part, kind: string, context: HeatmapContext) {
    this.context = context;
    this.heatmaps = shownIn(part).map((parameter) => new Heatmap(parameter, context, this));
    const gates = gatesOf(part);
    const hues = huesOf({ gates, states: part.node?.cell?.states ?? [] });
    this.headers = gates.map((gate) => {
      const header = gateHeader(gate);
      wear(header, hues.gate(gate.symbol));
      return header;
    });
    const head = h("div", { class: "groupHead" }, h("h2", {}, part.title), h("p", { class: "hint" }, partWords(part)), this.note);
    const line = gates.length === 0 ? null : h("div", { class: "gateLine" }, ...this.headers);
    const pictures = this.heatmaps.map(({ root }) => root);
    this.root = h("section", { class: "group", "aria-label": `${part.title}, ${kind}` }, head, line, ...pictures);
  }

  get isShared(): boolean {
    return this.heatmaps.some(({ rows }) => rows > 1);
  }

  of(heatmap: Heatmap): number {
    return this.range.of(heatmap);
  }

  isOwn(heatmap: Heatmap): boolean {
    return this.range.isOwn(heatmap);
  }

  views(): TensorView[] {
    return this.heatmaps.flatMap((heatmap) => heatmap.views());
  }

  /** @returns whether it is one of this part's. */
  show(picture: TensorPicture, step: number): boolean {
    const heatmap = this.heatmaps.find(({ parameter }) => parameter.info.path === picture.view.path);
    heatmap?.show(picture, step);
    return heatmap !== undefined;
  }

  /** After new pictures, another theme or another contrast. */
  redraw(): void {
    const before = this.heatmaps.map((heatmap) => this.of(heatmap));
    this.range.update(this.known(), this.context.contrast());
    this.writeNote();
    this.heatmaps.forEach((heatmap, k) => {
      if (this.of(heatmap) !== before[k]) heatmap.redraw();
    });
  }

  redrawAll(): void {
    this.redraw();
    for (const heatmap of this.heatmaps) heatmap.redraw();
  }

  resize(width: number): void {
    const low = width < lowBelow;
    this.root.classList.toggle("low", low);
    for (const heatmap of this.heatmaps) heatmap.resize(low ? width : width - sideWidth, low);
    const slots = this.heatmaps[0]?.layout().slots ?? [];
    this.headers.forEach((header, k) => {
      header.style.left = `${slots[k]?.left ?? 0}px`;
      header.style.width = `${slots[k]?.width ?? 0}px`;
    });
  }

  private known(): ReadonlyMap<Heatmap, Figures> {
    const all = this.heatmaps.map((heatmap) => [heatmap, heatmap.known()] as const);
    return new Map(all.filter((entry): entry is [Heatmap, Figures] => entry[1] !== null));
  }

  private writeNote(): void {
    const sharing = this.heatmaps.filter((heatmap) => !this.isOwn(heatmap));
    const range = sharing[0] === undefined ? 0 : this.of(sharing[0]);
    setText(this.note, sharing.length < 2 || range === 0 ? "" : `one scale, up to ±${tickText(range)}`);
  }
}

function gateHeader({ symbol, name }: GateInfo): HTMLElement {
  return h("span", { class: "gate" }, h("b", {}, symbol), h("span", { class: "gateName" }, name));
}
