import type { ParameterInfo } from "../../../engine/memory/parameterInfo.ts";
import { formatNumber } from "../../../engine/words/numbers.ts";
import { shortToken } from "../../../engine/words/tokens.ts";
import type { TensorKind, TensorPicture, TensorView } from "../../../engine/worker/protocol.ts";
import { h, oncePerFrame, setAttribute, setText } from "../../shared/dom.ts";
import type { Contrast } from "../../shared/range.ts";
import type { Theme } from "../../shared/theme.ts";
import { type Names, paintColumnNames, paintCursor, paintRowNames } from "./axes.ts";
import { attachGestures, type Target } from "./gestures.ts";
import { cellBox, type Layout, layoutOf, pictureSize } from "./layout.ts";
import { paintLegend } from "./legend.ts";
import { type Paint, paintCells, paintMinusMarks, paintNumbers } from "./paint.ts";
import { type CellIndex, cellAt, describe, partText, type Reading, shapeText } from "./reading.ts";
import { type Rectangle, sameRectangle, whole } from "./rectangle.ts";
import type { Figures } from "./sharedRange.ts";
import { blockColumns, type ShownParameter } from "./shown.ts";

/** What a heatmap needs of the tab that it stands in. */
export interface HeatmapContext {
  readonly kind: TensorKind;
  readonly tokens: readonly string[];
  theme(): Theme;
  contrast(): Contrast;
  /** What is pointed at, by the pointer or (then `spoken`) by the keyboard; null when nothing is. */
  read(reading: Reading | null, spoken: boolean): void;
  /** The pictures needed are others now. */
  viewChanged(): void;
}

/** The scale that a heatmap shares with the others of its part. */
export interface HeatmapScale {
  /** Whether there are matrices that have it too. */
  readonly isShared: boolean;
  of(heatmap: Heatmap): number;
  /** Whether it has its own. */
  isOwn(heatmap: Heatmap): boolean;
}

const legendWidth = 124;

/** One parameter: its gates side by side, with the scale and the histogram at the right edge, or above where it is narrow. */
export class Heatmap implements Target {
  readonly root: HTMLElement;
  readonly element: HTMLElement;
  readonly parameter: ShownParameter;
  readonly rows: number;
  readonly columns: number;
  readonly redraw = oncePerFrame(() => this.draw());
  private readonly context: HeatmapContext;
  private readonly scale: HeatmapScale;
  private readonly canvas = h("canvas", { class: "cells" });
  private readonly legend = h("canvas", { class: "scale" });
  private readonly figures = h("p", { class: "figures" });
  private readonly ownScale = h("p", { class: "ownScale", hidden: true }, "scale of its own");
  private readonly pictures: (TensorPicture | undefined)[] = [];
  private shown: Rectangle;
  private place: Layout = { width: 0, height: 0, slots: [], blocks: [] };
  private keyed: CellIndex | null = null;
  private hovered: CellIndex | null = null;
  private dragged: readonly [CellIndex, CellIndex] | null = null;

  constructor(parameter: ShownParameter, context: HeatmapContext, scale: HeatmapScale) {
    this.parameter = parameter;
    this.context = context;
    this.scale = scale;
    this.rows = parameter.info.rows;
    this.columns = blockColumns(parameter);
    this.shown = whole(this.rows, this.columns);
    const { owner, name } = parameter;
    const what = context.kind === "value" ? "weights" : "gradients";
    this.element = h("div", {
      class: "picture",
      tabindex: 0,
      role: "application",
      "aria-roledescription": "heatmap",
      "aria-label": `${owner} ${name}, ${what}: ${shapeText(parameter)}. Arrow keys move from cell to cell, plus, minus and 0 zoom.`,
    });
    this.element.append(this.canvas);
    const side = h(
      "div",
      { class: "side" },
      h("div", { class: "sideText" }, h("h3", {}, name), h("p", { class: "shape" }, shapeText(parameter)), this.ownScale),
      this.legend,
      this.figures,
    );
    this.root = h("div", { class: "parameter", "data-path": parameter.info.path }, this.element, side);
    attachGestures(this);
    this.element.addEventListener("blur", () => this.setKeyed(null));
  }

  layout(): Layout {
    return this.place;
  }
  view(): Rectangle {
    return this.shown;
  }
  cursor(): CellIndex | null {
    return this.keyed;
  }

  /** The pictures that it needs now, one a gate. */
  views(): TensorView[] {
    const { path } = this.parameter.info;
    const [box] = this.place.blocks;
    if (box === undefined) return [];
    const size = pictureSize(this.shown, box, devicePixelRatio);
    const { rows, columns } = this.shown;
    return this.parameter.blocks.map(({ gate }) => ({
      path,
      kind: this.context.kind,
      gate: gate?.symbol ?? null,
      rows,
      columns,
      ...size,
    }));
  }

  /** Of the whole parameter, whatever part of it is on screen; null before the first picture. */
  known(): Figures | null {
    const picture = this.pictures.find((each) => each !== undefined);
    return picture === undefined ? null : { ...picture, rows: this.rows, columns: this.parameter.info.columns };
  }

  show(picture: TensorPicture, step: number): void {
    const block = this.parameter.blocks.findIndex(({ gate }) => (gate?.symbol ?? null) === picture.view.gate);
    if (block < 0) return;
    this.pictures[block] = picture;
    setAttribute(this.root, "data-step", step);
    this.redraw();
  }

  /** Sets sizes for the width that the page gives; draws nothing yet. @param low whether the scale stands above the picture */
  resize(width: number, low: boolean): void {
    this.place = layoutOf(this.parameter, Math.max(120, width), devicePixelRatio);
    size(this.canvas, this.place.width, this.place.height);
    size(this.legend, legendWidth, low ? 44 : Math.max(40, Math.min(120, this.place.height - 64)));
    this.redraw();
  }

  point(place: CellIndex | null): void {
    this.hovered = place;
    this.tell(false);
    this.redraw();
  }

  moveCursor(place: CellIndex): void {
    this.setKeyed(place);
    this.tell(true);
  }

  zoomTo(view: Rectangle): void {
    if (sameRectangle(view, this.shown)) return;
    this.shown = view;
    this.redraw();
    this.context.viewChanged();
  }

  drag(from: CellIndex | null, to: CellIndex | null): void {
    this.dragged = from === null || to === null ? null : [from, to];
    this.redraw();
  }

  private setKeyed(place: CellIndex | null): void {
    this.keyed = place;
    this.tell(false);
    this.redraw();
  }

  private tell(spoken: boolean): void {
    const place = spoken ? this.keyed : (this.hovered ?? this.keyed);
    const { kind, tokens } = this.context;
    const reading =
      place === null
        ? null
        : describe(this.parameter, kind, tokens, place, cellAt(this.pictures[place.block], place.row, place.column));
    this.context.read(reading, spoken);
  }

  private draw(): void {
    if (this.place.blocks.length === 0) return;
    const present = this.pictures.filter((picture) => picture !== undefined);
    const paint = this.begin(this.canvas);
    for (const [block, picture] of this.pictures.entries()) if (picture !== undefined) this.drawBlock(paint, block, picture);
    this.drawFrames(paint);
    paintLegend(this.begin(this.legend), legendWidth, this.legend.clientHeight, present, this.parameter.blocks);
    this.writeFigures(present[0]);
    if (this.hovered !== null || this.keyed !== null) this.tell(false);
  }

  private drawBlock(paint: Paint, block: number, picture: TensorPicture): void {
    const box = this.place.blocks[block]!;
    paintCells(paint, box, this.shown, picture);
    const written = paintNumbers(paint, box, this.shown, picture);
    if (paint.theme.highContrast && !written) paintMinusMarks(paint, box, this.shown, picture);
  }

  private drawFrames(paint: Paint): void {
    const { context, theme } = paint;
    const { rowMeaning, columnMeaning } = this.parameter.info;
    for (const [block, box] of this.place.blocks.entries()) {
      context.strokeStyle = theme.hairline;
      context.lineWidth = 1;
      context.strokeRect(box.left - 0.5, box.top + 0.5, box.width + 1, box.height - 1);
      if (block === 0 && rowMeaning !== "none") paintRowNames(paint, box, this.shown, this.names(rowMeaning));
      paintColumnNames(paint, box, this.shown, this.names(columnMeaning), columnMeaning === "token" ? 12 : 28);
    }
    if (this.dragged !== null) this.drawDrag(paint, ...this.dragged);
    if (this.keyed !== null) this.drawCursor(paint, this.keyed, true);
    if (this.hovered !== null && this.dragged === null) this.drawCursor(paint, this.hovered, false);
  }

  private drawCursor(paint: Paint, { block, row, column }: CellIndex, strong: boolean): void {
    paintCursor(paint, this.place.blocks[block]!, this.shown, row, column, strong);
  }

  private drawDrag({ context, theme }: Paint, from: CellIndex, to: CellIndex): void {
    const box = this.place.blocks[from.block]!;
    const one = cellBox(box, this.shown, Math.min(from.row, to.row), Math.min(from.column, to.column));
    const other = cellBox(box, this.shown, Math.max(from.row, to.row), Math.max(from.column, to.column));
    context.strokeStyle = theme.focus;
    context.lineWidth = 1;
    context.strokeRect(one.left, one.top, other.left + other.width - one.left, other.top + other.height - one.top);
  }

  private begin(canvas: HTMLCanvasElement): Paint {
    const context = canvas.getContext("2d")!;
    context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
    context.clearRect(0, 0, canvas.width, canvas.height);
    return {
      context,
      theme: this.context.theme(),
      pixelRatio: devicePixelRatio,
      range: this.scale.of(this),
      contrast: this.context.contrast(),
    };
  }

  private names(meaning: ParameterInfo["rowMeaning"]): Names {
    const { tokens } = this.context;
    return meaning === "token" ? (index) => shortToken(tokens[index] ?? String(index), 6) : String;
  }

  private writeFigures(picture: TensorPicture | undefined): void {
    if (picture === undefined) return;
    const isOwn = this.scale.isOwn(this);
    this.ownScale.hidden = !isOwn;
    // A vector on the part's scale needs no picture of it beside it: the matrices have it.
    this.legend.hidden = this.rows === 1 && !isOwn && this.scale.isShared;
    const all = sameRectangle(this.shown, whole(this.rows, this.columns));
    const part = all ? "" : `\n${partText(this.parameter, this.shown)}\n0 shows all`;
    setText(this.figures, `largest ${formatNumber(picture.largest, 3)}\nσ ${formatNumber(picture.deviation, 3)}${part}`);
  }
}

function size(canvas: HTMLCanvasElement, width: number, height: number): void {
  canvas.width = Math.round(width * devicePixelRatio);
  canvas.height = Math.round(height * devicePixelRatio);
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
}
