import type { GateInfo } from "../../../engine/layers/gate.ts";
import { formatExact } from "../../../engine/words/numbers.ts";
import { printableToken } from "../../../engine/words/tokens.ts";
import type { TensorKind, TensorPicture } from "../../../engine/worker/protocol.ts";
import type { Rectangle } from "./rectangle.ts";
import { blockColumns, type ShownParameter } from "./shown.ts";

/** A cell that was pointed at, by its place within the gate's block. */
export interface CellIndex {
  readonly block: number;
  readonly row: number;
  readonly column: number;
}

export interface PictureCell {
  readonly value: number;
  /** Half-open ranges of the rows and columns that the cell stands for: more than one where the picture is coarser than the matrix. */
  readonly rows: readonly [number, number];
  readonly columns: readonly [number, number];
}

/** What the picture shows at a place; null where it shows nothing. */
export function cellAt(picture: TensorPicture | undefined, row: number, column: number): PictureCell | null {
  if (picture === undefined) return null;
  const along = (at: number, [from, to]: readonly [number, number], cells: number) => {
    if (at < from || at >= to) return null;
    const length = to - from;
    const cell = Math.floor(((at - from + 0.5) / length) * cells);
    return {
      cell,
      range: [from + Math.floor((cell * length) / cells), from + Math.floor(((cell + 1) * length) / cells)] as const,
    };
  };
  const down = along(row, picture.view.rows, picture.rows);
  const right = along(column, picture.view.columns, picture.columns);
  if (down === null || right === null) return null;
  return { value: picture.data[down.cell * picture.columns + right.cell]!, rows: down.range, columns: right.range };
}

const plural = { token: "tokens", unitBelow: "units below", unit: "units", none: "" } as const;
const singular = { token: "token", unitBelow: "unit below", unit: "unit", none: "" } as const;

/** Rows × columns of one block, and what they stand for. */
export function shapeText(parameter: ShownParameter): string {
  const { rows, rowMeaning, columnMeaning } = parameter.info;
  const across = `${blockColumns(parameter)} ${plural[columnMeaning]}`;
  return rowMeaning === "none" ? across : `${rows} ${plural[rowMeaning]} × ${across}`;
}

/** The part of a block that is on screen. */
export function partText({ info }: ShownParameter, { rows, columns }: Rectangle): string {
  const across = `${plural[info.columnMeaning]} ${columns[0]}–${columns[1] - 1}`;
  return info.rowMeaning === "none" ? across : `${plural[info.rowMeaning]} ${rows[0]}–${rows[1] - 1} × ${across}`;
}

function placeName(meaning: keyof typeof singular, from: number, to: number, tokens: readonly string[]): string {
  if (meaning === "none") return "";
  if (to - from > 1) return `${plural[meaning]} ${from}–${to - 1}`;
  const token = meaning === "token" ? tokens[from] : undefined;
  return `${singular[meaning]} ${from}${token === undefined ? "" : ` “${printableToken(token)}”`}`;
}

const gateWords = ({ symbol, name }: GateInfo): string => (name === "" ? `gate ${symbol}` : `${symbol} (${name})`);

export interface Reading {
  /** Part, parameter, gate, row and column. */
  readonly where: string;
  readonly value: string;
}

/** What stands at the place and where that is, in words. */
export function describe(
  { info, owner, name, blocks }: ShownParameter,
  kind: TensorKind,
  tokens: readonly string[],
  place: CellIndex,
  cell: PictureCell | null,
): Reading {
  const gate = blocks[place.block]?.gate ?? null;
  const rows = cell?.rows ?? [place.row, place.row + 1];
  const columns = cell?.columns ?? [place.column, place.column + 1];
  const parts = [
    owner,
    name,
    gate === null ? "" : gateWords(gate),
    placeName(info.rowMeaning, rows[0], rows[1], tokens),
    placeName(info.columnMeaning, columns[0], columns[1], tokens),
  ];
  const several = (rows[1] - rows[0]) * (columns[1] - columns[0]) > 1;
  const symbol = kind === "value" ? "w" : "∂loss/∂w";
  const value = cell === null ? "" : `${symbol} = ${formatExact(cell.value)}${several ? " (the largest of these)" : ""}`;
  return { where: parts.filter((part) => part !== "").join(" · "), value };
}
