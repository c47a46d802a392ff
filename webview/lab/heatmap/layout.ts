import type { ParameterInfo } from "../../../engine/memory/parameterInfo.ts";
import type { Rectangle } from "./rectangle.ts";

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Where the gates' blocks of one parameter stand on its canvas, in CSS pixels. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly blocks: readonly Box[];
}

export const gutter = 64;
/** Room above the cells, for half a line of the first row's name. */
const head = 6;
export const gap = 12;
const largestCell = 56;
const tickRoom = 16;
/** Height that the rows together may take, and the height of a row that is written out. */
const tallest = 264;
const lineHeight = 18;

/** Columns of one gate's block, or of the whole parameter where it has no gates. */
export const blockColumns = (parameter: ParameterInfo): number => parameter.columns / (parameter.gates?.length ?? 1);

/**
 * Blocks of equal width side by side. Cells of three pixels or more are whole pixels, so that they are all the same.
 * The height depends on the parameter, not on the view: zooming moves nothing on the page.
 */
export function layoutOf(parameter: ParameterInfo, width: number, pixelRatio: number): Layout {
  const count = parameter.gates?.length ?? 1;
  const room = Math.floor((width - gutter - gap * (count - 1)) / count);
  const columns = blockColumns(parameter);
  const blockWidth = Math.min(wholePixels(room, columns, pixelRatio), columns * largestCell);
  const height = rowsHeight(parameter.rows, pixelRatio);
  const pitch = parameter.gates === null ? 0 : Math.min(room, blockWidth + 4 * gap) + gap;
  const blocks = Array.from({ length: count }, (_, k) => ({ left: gutter + k * pitch, top: head, width: blockWidth, height }));
  return { width, height: head + height + tickRoom, blocks };
}

function rowsHeight(rows: number, pixelRatio: number): number {
  if (rows * lineHeight <= tallest) return rows * lineHeight;
  return wholePixels(tallest, rows, pixelRatio);
}

function wholePixels(room: number, cells: number, pixelRatio: number): number {
  const cell = (room * pixelRatio) / cells;
  return cell < 3 ? room : (Math.floor(cell) * cells) / pixelRatio;
}

/** Cells to ask the worker for: no more than there are device pixels. */
export function pictureSize(view: Rectangle, box: Box, pixelRatio: number): { maxRows: number; maxColumns: number } {
  const rows = view.rows[1] - view.rows[0];
  const columns = view.columns[1] - view.columns[0];
  return {
    maxRows: Math.max(1, Math.min(rows, Math.floor(box.height * pixelRatio))),
    maxColumns: Math.max(1, Math.min(columns, Math.floor(box.width * pixelRatio))),
  };
}

/** The cell below a point, and in which block; null between the blocks. */
export function hit(
  layout: Layout,
  view: Rectangle,
  x: number,
  y: number,
): { block: number; row: number; column: number } | null {
  const block = layout.blocks.findIndex(
    (box) => x >= box.left && x < box.left + box.width && y >= box.top && y < box.top + box.height,
  );
  if (block < 0) return null;
  const box = layout.blocks[block]!;
  const along = (at: number, size: number, [from, to]: readonly [number, number]): number =>
    Math.min(to - 1, from + Math.floor((at / size) * (to - from)));
  return { block, row: along(y - box.top, box.height, view.rows), column: along(x - box.left, box.width, view.columns) };
}

/** The rectangle of a cell on the canvas. */
export function cellBox(box: Box, view: Rectangle, row: number, column: number): Box {
  const width = box.width / (view.columns[1] - view.columns[0]);
  const height = box.height / (view.rows[1] - view.rows[0]);
  return { left: box.left + (column - view.columns[0]) * width, top: box.top + (row - view.rows[0]) * height, width, height };
}
