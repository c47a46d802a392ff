import type { CellIndex } from "./reading.ts";
import type { Rectangle } from "./rectangle.ts";
import { blockColumns, type ShownParameter } from "./shown.ts";

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
  /** Of all gates of its part, those that the parameter does not have included. */
  readonly slots: readonly Pick<Box, "left" | "width">[];
  readonly blocks: readonly Box[];
}

const gutter = 52;
/** Room above the cells, for half a line of the first row's name. */
const head = 6;
const gap = 12;
const largestCell = 56;
const tickRoom = 16;
/** Height that the rows together may take, and the height of a row that is written out. */
const tallest = 264;
const lineHeight = 18;

/**
 * Blocks of equal width side by side. Cells of three pixels or more are whole pixels, so that they are all the same.
 * The height depends on the parameter, not on the view: zooming moves nothing on the page.
 */
export function layoutOf(parameter: ShownParameter, width: number, pixelRatio: number): Layout {
  const { info, slots: count } = parameter;
  const room = Math.max(1, Math.floor((width - gutter - gap * (count - 1)) / count));
  const columns = blockColumns(parameter);
  const blockWidth = Math.min(wholePixels(room, columns, pixelRatio), columns * largestCell);
  const height = rowsHeight(info.rows, pixelRatio);
  const pitch = Math.min(room, blockWidth + 4 * gap) + gap;
  const slots = Array.from({ length: count }, (_, k) => ({ left: gutter + k * pitch, width: blockWidth }));
  const blocks = parameter.blocks.map(({ slot }) => ({ ...slots[slot]!, top: head, height }));
  return { width, height: head + height + tickRoom, slots, blocks };
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
export function hit(layout: Layout, view: Rectangle, x: number, y: number): CellIndex | null {
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
