import type { CellPlace } from "../layers/layer.ts";
import type { FloatArray } from "../memory/arena.ts";

/** One state variable of one cell within a model's state: a plane of [N, size]. */
export interface StatePlane {
  /** Of the cell, with its closing slash. */
  readonly path: string;
  /** `h`, `c`. */
  readonly name: string;
  readonly size: number;
  /** First element within a state of N rows. */
  readonly offset: number;
  /** First element within one row's numbers. */
  readonly rowOffset: number;
}

/** Where what stands in a model's state: [N, size] of each state variable, cell after cell. Whoever reads on from a state uses it. */
export class StateLayout {
  readonly rows: number;
  readonly planes: readonly StatePlane[];
  /** Numbers of one row, all planes together. */
  readonly rowSize: number;

  constructor(cells: readonly Pick<CellPlace, "path" | "states">[], rows: number) {
    let rowOffset = 0;
    this.rows = rows;
    this.planes = cells.flatMap(({ path, states }) =>
      states.map(({ name, size }) => {
        const plane = { path, name, size, offset: rowOffset * rows, rowOffset };
        rowOffset += size;
        return plane;
      }),
    );
    this.rowSize = rowOffset;
  }

  /** Row n of a state, plane after plane, as an array of its own. */
  row(state: FloatArray, n: number): FloatArray {
    const row = state.slice(0, this.rowSize);
    for (const { size, offset, rowOffset } of this.planes)
      row.set(state.subarray(offset + n * size, offset + (n + 1) * size), rowOffset);
    return row;
  }

  setRow(state: FloatArray, n: number, row: FloatArray): void {
    for (const { size, offset, rowOffset } of this.planes)
      state.set(row.subarray(rowOffset, rowOffset + size), offset + n * size);
  }

  /** Every row alike. */
  setRows(state: FloatArray, row: FloatArray): void {
    for (let n = 0; n < this.rows; n++) this.setRow(state, n, row);
  }
}
