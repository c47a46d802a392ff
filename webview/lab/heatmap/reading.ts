import type { Gate, ParameterInfo } from "../../../engine/memory/parameterInfo.ts";
import { formatExact } from "../../../engine/words/numbers.ts";
import { printableToken } from "../../../engine/words/tokens.ts";
import type { TensorKind, TensorPicture } from "../../../engine/worker/protocol.ts";
import type { Rectangle } from "./rectangle.ts";

/** A cell that was pointed at, by its place within the gate's block. */
export interface Place {
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

export const gateNames: Readonly<Record<Gate, string>> = {
  i: "input",
  f: "forget",
  g: "candidate",
  o: "output",
  r: "reset",
  z: "update",
  n: "candidate",
};

/** `lstm/0/kernel` as a person says it: layer 1, kernel. */
export function parameterTitle(path: string): { readonly layer: string; readonly name: string } {
  const [owner, ...rest] = path.split("/");
  if (owner === "lstm" && rest.length === 2) return { layer: `layer ${Number(rest[0]) + 1}`, name: rest[1]! };
  return { layer: owner ?? "", name: rest.join("/") };
}

const plural = { token: "tokens", unitBelow: "units below", unit: "units", none: "" } as const;
const singular = { token: "token", unitBelow: "unit below", unit: "unit", none: "" } as const;

/** Rows × columns of one block, and what they stand for. */
export function shapeText(parameter: ParameterInfo): string {
  const columns = parameter.columns / (parameter.gates?.length ?? 1);
  const across = `${columns} ${plural[parameter.columnMeaning]}`;
  return parameter.rowMeaning === "none" ? across : `${parameter.rows} ${plural[parameter.rowMeaning]} × ${across}`;
}

/** The part of a block that is on screen. */
export function partText(parameter: ParameterInfo, { rows, columns }: Rectangle): string {
  const across = `${plural[parameter.columnMeaning]} ${columns[0]}–${columns[1] - 1}`;
  return parameter.rowMeaning === "none" ? across : `${plural[parameter.rowMeaning]} ${rows[0]}–${rows[1] - 1} × ${across}`;
}

function placeName(meaning: keyof typeof singular, from: number, to: number, tokens: readonly string[]): string {
  if (meaning === "none") return "";
  if (to - from > 1) return `${plural[meaning]} ${from}–${to - 1}`;
  const token = meaning === "token" ? tokens[from] : undefined;
  return `${singular[meaning]} ${from}${token === undefined ? "" : ` “${printableToken(token)}”`}`;
}

export interface Reading {
  /** Layer, parameter, gate, row and column. */
  readonly where: string;
  readonly value: string;
}

/** What stands at the place and where that is, in words. */
export function describe(
  parameter: ParameterInfo,
  kind: TensorKind,
  tokens: readonly string[],
  place: Place,
  cell: PictureCell | null,
): Reading {
  const { layer, name } = parameterTitle(parameter.path);
  const gate = parameter.gates?.[place.block];
  const rows = cell?.rows ?? [place.row, place.row + 1];
  const columns = cell?.columns ?? [place.column, place.column + 1];
  const parts = [
    layer,
    name,
    gate === undefined ? "" : `gate ${gate} (${gateNames[gate]})`,
    placeName(parameter.rowMeaning, rows[0], rows[1], tokens),
    placeName(parameter.columnMeaning, columns[0], columns[1], tokens),
  ];
  const several = (rows[1] - rows[0]) * (columns[1] - columns[0]) > 1;
  const symbol = kind === "value" ? "w" : "∂loss/∂w";
  const value = cell === null ? "" : `${symbol} = ${formatExact(cell.value)}${several ? " (the largest of these)" : ""}`;
  return { where: parts.filter((part) => part !== "").join(" · "), value };
}
