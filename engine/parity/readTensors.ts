import type { CaseTensor, States, Tensors } from "./case.ts";
import type { PlacedJson } from "./json.ts";

const sizeOf = (shape: readonly number[]): number => shape.reduce((product, length) => product * length, 1);

/** Whether somebody reads an element, or anything may stand there. */
export type IsRead = (index: number) => boolean;

const always: IsRead = () => true;

/** The shape of `{ "shape": […], "data": […] }`. */
export const readShape = (json: PlacedJson): readonly number[] =>
  json
    .get("shape")
    .items()
    .map((length) => length.count(0));

/** `{ "shape": […], "data": […] }`, of the expected shape. @param isRead where numbers must be; elsewhere null may stand, for NaN. */
export function readTensor(json: PlacedJson, shape: readonly number[], isRead: IsRead = always): CaseTensor {
  json.only("shape", "data");
  const given = readShape(json);
  if (given.join() !== shape.join()) json.fail(`has the shape [${given.join(", ")}], expected is [${shape.join(", ")}].`);
  const data = json.get("data").items();
  if (data.length !== sizeOf(shape))
    json.fail(`has ${data.length} numbers; its shape [${shape.join(", ")}] means ${sizeOf(shape)}.`);
  const numberAt = (item: PlacedJson, i: number): number => (item.value === null && !isRead(i) ? Number.NaN : item.number());
  return { shape, data: Float64Array.from(data, numberAt) };
}

/** Rows of equal length, `[[3, 1], [0, 2]]`: how many, how long, and what stands in them one after another. */
export function readRows(
  json: PlacedJson,
  what: string,
): { readonly shape: readonly [number, number]; readonly items: PlacedJson[] } {
  const rows = json.items().map((row) => row.items());
  const length = rows[0]?.length ?? 0;
  if (length === 0) json.fail(`must have at least one row with at least one ${what}.`);
  const uneven = rows.findIndex((row) => row.length !== length);
  if (uneven >= 0)
    json.fail(`row ${uneven} has ${rows[uneven]!.length} ${what}s, row 0 has ${length}: rows must be equally long.`);
  return { shape: [rows.length, length], items: rows.flat() };
}

/** `[[3, 1], [0, 2]]`: ids below `size`, or the one that is ignored. Where nobody reads, anything may stand, and 0 is put. */
export function readIds(json: PlacedJson, size: number, isRead: IsRead = always, ignore: number | null = null): CaseTensor {
  const { shape, items } = readRows(json, "id");
  const ids = items.map((item, i) => {
    if (ignore !== null && item.value === ignore) return ignore;
    if (!isRead(i)) return 0;
    const id = item.count(0);
    return id < size ? id : item.fail(`the id ${id} is not below ${size}.`);
  });
  return { shape, data: Float64Array.from(ids) };
}

/** @param shapes of all that may be there. */
export function readTensors(json: PlacedJson | null, shapes: ReadonlyMap<string, readonly number[]>, complete: boolean): Tensors {
  const tensors = new Map<string, CaseTensor>();
  if (json === null) return tensors;
  json.only(...shapes.keys());
  for (const [path, shape] of shapes) {
    const found = complete ? json.get(path) : json.find(path);
    if (found !== null) tensors.set(path, readTensor(found, shape));
  }
  return tensors;
}

/** Of h and, where a cell has one, c; by the cell's path. */
export type StateShapes = ReadonlyMap<string, ReadonlyMap<string, readonly number[]>>;

/** `{ "0/": { "h": TENSOR, "c": TENSOR } }`; what is absent is left out. */
export function readStates(json: PlacedJson | null, shapes: StateShapes): States {
  const states = new Map<string, Tensors>();
  if (json === null) return states;
  json.only(...shapes.keys());
  for (const [path, cell] of json.entries()) states.set(path, readTensors(cell, shapes.get(path)!, false));
  return states;
}
