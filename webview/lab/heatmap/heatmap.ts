import type { ParameterInfo } from "../../../engine/memory/parameterInfo.ts";
import { formatNumber } from "../../../engine/words/numbers.ts";
import { shortToken } from "../../../engine/words/tokens.ts";
import type { TensorKind, TensorPicture, TensorView } from "../../../engine/worker/protocol.ts";
import { h, oncePerFrame, setAttribute, setText } from "../../shared/dom.ts";
import { type Contrast, reach, steadyRange } from "../../shared/range.ts";
import type { Theme } from "../../shared/theme.ts";
import { type Names, paintColumnNames, paintCursor, paintRowNames } from "./axes.ts";
import { attachGestures, type Target } from "./gestures.ts";
import { blockColumns, cellBox, type Layout, layoutOf, pictureSize } from "./layout.ts";
import { paintLegend } from "./legend.ts";
import { type Paint, paintCells, paintMinusMarks, paintNumbers } from "./paint.ts";
import { cellAt, describe, type Place, parameterTitle, partText, type Reading, shapeText } from "./reading.ts";
import { type Rectangle, sameRectangle, whole } from "./rectangle.ts";

export interface Surroundings {
  readonly kind: TensorKind;
  readonly tokens: readonly string[];
  theme(): Theme;
  contrast(): Contrast;
  /** What is pointed at, by the pointer or (then `spoken`) by the keyboard; null when nothing is. */
  read(reading: Reading | null, spoken: boolean): void;
  /** The pictures needed are others now. */
  viewChanged(): void;
}

const legendWidth = 124;

/** One parameter: its gates side by side under one scale, with the scale and the histogram at the right edge. */
export class Heatmap implements Target {
  readonly root: HTMLElement;
  readonly element: HTMLElement;
  readonly parameter: ParameterInfo;
  readonly rows: number;
  readonly columns: number;
  readonly redraw = oncePerFrame(() => this.draw());
  /** Whether it is on screen; the owner watches that. */
  seen = false;
  private readonly around: Surroundings;
  private readonly canvas = h("canvas", { class: "cells" });
  private readonly legend = h("canvas", { class: "scale" });
  private readonly figures = h("p", { class: "figures" });
  private readonly pictures: (TensorPicture | undefined)[] = [];
  private shown: Rectangle;
  private place: Layout = { width: 0, height: 0, blocks: [] };
  private keyed: Place | null = null;
  private hovered: Place | null = null;
  private dragged: readonly [Place, Place] | null = null;
  private range = 0;

  constructor(parameter: ParameterInfo, around: Surroundings) {
    this.parameter = parameter;
    this.around = around;
    this.rows = parameter.rows;
    this.columns = blockColumns(parameter);
    this.shown = whole(this.rows, this.columns);
    const { layer, name } = parameterTitle(parameter.path);
    const what = around.kind === "value" ? "weights" : "gradients";
    this.element = h("div", {
      class: "picture",
      tabindex: 0,
      role: "application",
      "aria-roledescription": "heatmap",
      "aria-label": `${layer} ${name}, ${what}: ${shapeText(parameter)}. Arrow keys move from cell to cell, plus, minus and 0 zoom.`,
    });
    this.element.append(this.canvas);
    const side = h(
      "div",
      { class: "side" },
      h("h3", {}, name),
      h("p", { class: "shape" }, shapeText(parameter)),
      this.legend,
      this.figures,
    );
    this.root = h("div", { class: "parameter", "data-path": parameter.path }, this.element, side);
    attachGestures(this);
    this.element.addEventListener("blur", () => this.setKeyed(null));
  }

  layout(): Layout {
    return this.place;
  }
  view(): Rectangle {
    return this.shown;
  }
  cursor(): Place | null {
    return this.keyed;
  }

  /** The pictures that it needs now, one a gate. */
  views(): TensorView[] {
    const { path } = this.parameter;
    const [box] = this.place.blocks;
    if (box === undefined) return [];
    const size = pictureSize(this.shown, box, devicePixelRatio);
    const { rows, columns } = this.shown;
    return (this.parameter.gates ?? [null]).map((gate) => ({ path, kind: this.around.kind, gate, rows, columns, ...size }));
  }

  show(picture: TensorPicture, step: number): void {
    const block = this.parameter.gates === null ? 0 : this.parameter.gates.indexOf(picture.view.gate!);
    if (block < 0) return;
    this.pictures[block] = picture;
    setAttribute(this.root, "data-step", step);
    this.redraw();
  }

  /** Sets sizes for the width that the page gives; draws nothing yet. */
  resize(width: number): void {
    this.place = layoutOf(this.parameter, Math.max(120, width), devicePixelRatio);
    size(this.canvas, this.place.width, this.place.height);
    size(this.legend, legendWidth, Math.max(40, Math.min(120, this.place.height - 64)));
    this.redraw();
  }

  point(place: Place | null): void {
    this.hovered = place;
    this.tell(false);
    this.redraw();
  }

  moveCursor(place: Place): void {
    this.setKeyed(place);
    this.tell(true);
  }

  zoomTo(view: Rectangle): void {
    if (sameRectangle(view, this.shown)) return;
    this.shown = view;
    this.redraw();
    this.around.viewChanged();
  }

  drag(from: Place | null, to: Place | null): void {
    this.dragged = from === null || to === null ? null : [from, to];
    this.redraw();
  }

  private setKeyed(place: Place | null): void {
    this.keyed = place;
    this.tell(false);
    this.redraw();
  }

  private tell(spoken: boolean): void {
    const place = spoken ? this.keyed : (this.hovered ?? this.keyed);
    const { kind, tokens } = this.around;
    const reading =
      place === null
        ? null
        : describe(this.parameter, kind, tokens, place, cellAt(this.pictures[place.block], place.row, place.column));
    this.around.read(reading, spoken);
  }

  private draw(): void {
    if (this.place.blocks.length === 0) return;
    const present = this.pictures.filter((picture) => picture !== undefined);
    const [first] = present;
    if (first !== undefined) this.range = steadyRange(this.range, reach(first.largest, first.deviation, this.around.contrast()));
    const paint = this.begin(this.canvas);
    for (const [block, picture] of this.pictures.entries()) if (picture !== undefined) this.drawBlock(paint, block, picture);
    this.drawFrames(paint);
    paintLegend(this.begin(this.legend), legendWidth, this.legend.clientHeight, present);
    this.writeFigures(first);
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
    for (const [block, box] of this.place.blocks.entries()) {
      context.strokeStyle = theme.hairline;
      context.lineWidth = 1;
      context.strokeRect(box.left - 0.5, box.top + 0.5, box.width + 1, box.height - 1);
      if (block === 0 && this.parameter.rowMeaning !== "none")
        paintRowNames(paint, box, this.shown, this.names(this.parameter.rowMeaning));
      const token = this.parameter.columnMeaning === "token";
      paintColumnNames(paint, box, this.shown, this.names(this.parameter.columnMeaning), token ? 12 : 28);
    }
    if (this.dragged !== null) this.drawDrag(paint, ...this.dragged);
    if (this.keyed !== null) this.drawCursor(paint, this.keyed, true);
    if (this.hovered !== null && this.dragged === null) this.drawCursor(paint, this.hovered, false);
  }

  private drawCursor(paint: Paint, { block, row, column }: Place, strong: boolean): void {
    paintCursor(paint, this.place.blocks[block]!, this.shown, row, column, strong);
  }

  private drawDrag({ context, theme }: Paint, from: Place, to: Place): void {
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
      theme: this.around.theme(),
      pixelRatio: devicePixelRatio,
      range: this.range,
      contrast: this.around.contrast(),
    };
  }

  private names(meaning: ParameterInfo["rowMeaning"]): Names {
    const { tokens } = this.around;
    return meaning === "token" ? (index) => shortToken(tokens[index] ?? String(index), 6) : String;
  }

  private writeFigures(picture: TensorPicture | undefined): void {
    if (picture === undefined) return;
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
