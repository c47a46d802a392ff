/** What of a matrix is on screen: half-open ranges of rows and columns. */
export interface Rectangle {
  readonly rows: readonly [from: number, to: number];
  readonly columns: readonly [from: number, to: number];
}

export interface Cell {
  readonly row: number;
  readonly column: number;
}

type Range = readonly [from: number, to: number];

/** No closer than this: fewer cells than that are no picture. */
const closest = 4;

export const whole = (rows: number, columns: number): Rectangle => ({ rows: [0, rows], columns: [0, columns] });

export const sameRectangle = (one: Rectangle, other: Rectangle): boolean =>
  one.rows[0] === other.rows[0] &&
  one.rows[1] === other.rows[1] &&
  one.columns[0] === other.columns[0] &&
  one.columns[1] === other.columns[1];

/** `factor` below 1 shows less, above 1 more; the cell at `anchor` stays where it is as well as the edges allow. */
export function zoom(view: Rectangle, bounds: Rectangle, factor: number, anchor: Cell): Rectangle {
  return {
    rows: zoomRange(view.rows, bounds.rows[1], factor, anchor.row),
    columns: zoomRange(view.columns, bounds.columns[1], factor, anchor.column),
  };
}

/** The smallest rectangle with both cells in it, but not smaller than can be shown. */
export function between(one: Cell, other: Cell, bounds: Rectangle): Rectangle {
  const range = (start: number, end: number, size: number): Range => {
    const from = Math.min(start, end);
    return place(from, Math.max(Math.abs(end - start) + 1, Math.min(closest, size)), size);
  };
  return { rows: range(one.row, other.row, bounds.rows[1]), columns: range(one.column, other.column, bounds.columns[1]) };
}

/** Moves the view just as far as needed to show the cell. */
export function follow(view: Rectangle, cell: Cell): Rectangle {
  const moved = ([from, to]: Range, at: number): Range => {
    const by = at < from ? at - from : at >= to ? at - to + 1 : 0;
    return [from + by, to + by];
  };
  return { rows: moved(view.rows, cell.row), columns: moved(view.columns, cell.column) };
}

function zoomRange([from, to]: Range, size: number, factor: number, anchor: number): Range {
  const scaled = Math.round((to - from) * factor);
  const stuck = scaled === to - from ? Math.sign(factor - 1) : 0;
  const length = Math.min(size, Math.max(Math.min(closest, size), scaled + stuck));
  const share = (anchor + 0.5 - from) / (to - from);
  return place(Math.round(anchor + 0.5 - share * length), length, size);
}

function place(from: number, length: number, size: number): Range {
  const start = Math.max(0, Math.min(size - length, from));
  return [start, start + length];
}
