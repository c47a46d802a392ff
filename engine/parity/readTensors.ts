import type { CaseTensor, States, Tensors } from "./case.ts";
import type { PlacedJson } from "./json.ts";

const sizeOf = (shape: readonly number[]): number => shape.reduce((product, length) => product * length, 1);

/** `{ "shape": […], "data": […] }`, of the expected shape. */
export function readTensor(json: PlacedJson, shape: readonly number[]): CaseTensor {
  json.only("shape", "data");
  const given = json
    .get("shape")
    .items()
    .map((length) => length.count(0));
  if (given.join() !== shape.join()) json.fail(`has the shape [${given.join(", ")}], expected is [${shape.join(", ")}].`);
  const data = json.get("data").items();
  if (data.length !== sizeOf(shape))
    json.fail(`has ${data.length} numbers; its shape [${shape.join(", ")}] means ${sizeOf(shape)}.`);
  return { shape, data: Float64Array.from(data, (item) => item.number()) };
}

/** `[[3, 1], [0, 2]]`: rows of equal length with ids below `size`. */
export function readIds(json: PlacedJson, size: number): CaseTensor {
  const rows = json.items().map((row) => row.items());
  const length = rows[0]?.length ?? 0;
  if (length === 0) json.fail("must have at least one row with at least one id.");
  const uneven = rows.findIndex((row) => row.length !== length);
  if (uneven >= 0) json.fail(`row ${uneven} has ${rows[uneven].length} ids, row 0 has ${length}: rows must be equally long.`);
  const ids = rows.flat().map((item) => {
    const id = item.count(0);
    return id < size ? id : item.fail(`the id ${id} is not below ${size}.`);
  });
  return { shape: [rows.length, length], data: Float64Array.from(ids) };
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
