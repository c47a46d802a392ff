import type { FloatArray } from "../memory/arena.ts";
import type { Parameter } from "../memory/parameter.ts";
import type { TensorPicture, TensorView } from "./protocol.ts";

const bins = 32;

/** Columns of a parameter, half-open: one gate's block, or all. */
interface Columns {
  readonly from: number;
  readonly to: number;
}

/** Pictures of what is on screen; views of parameters that the model does not have, or of gates that a parameter does not have, are left out. */
export function takePictures(parameters: readonly Parameter[], views: readonly TensorView[]): TensorPicture[] {
  const scales = new Map<FloatArray, Scale>();
  return views.flatMap((view) => {
    const parameter = parameters.find(({ path }) => path === view.path);
    const columns = parameter && columnsOf(parameter, view);
    if (!parameter || !columns) return [];
    const elements = view.kind === "value" ? parameter.value : parameter.gradient;
    const scale = scales.get(elements) ?? scaleOf(elements);
    scales.set(elements, scale);
    const histogram = histogramOf(elements, parameter, columns, scale.largest);
    return [{ view, ...cellsOf(elements, parameter, columns, view), ...scale, histogram }];
  });
}

function columnsOf({ gates, columns }: Parameter, { gate }: TensorView): Columns | null {
  if (gate === null) return { from: 0, to: columns };
  const place = gates?.indexOf(gate) ?? -1;
  if (gates === null || place < 0) return null;
  const width = columns / gates.length;
  return { from: place * width, to: (place + 1) * width };
}

interface Scale {
  readonly largest: number;
  readonly mean: number;
  readonly deviation: number;
}

function scaleOf(elements: FloatArray): Scale {
  let largest = 0;
  let sum = 0;
  for (let i = 0; i < elements.length; i++) {
    largest = Math.max(largest, Math.abs(elements[i]!));
    sum += elements[i]!;
  }
  const mean = sum / elements.length;
  let squares = 0;
  for (let i = 0; i < elements.length; i++) squares += (elements[i]! - mean) ** 2;
  return { largest, mean, deviation: Math.sqrt(squares / elements.length) };
}

/** Elements that are no numbers fall into no bin. With all elements zero, all stand in the bin that begins at zero. */
function histogramOf(elements: FloatArray, { rows, columns: width }: Parameter, columns: Columns, largest: number): Float32Array {
  const counts = new Float32Array(bins);
  const perUnit = largest > 0 ? bins / (2 * largest) : 0;
  for (let r = 0; r < rows; r++) {
    for (let c = columns.from; c < columns.to; c++) {
      const bin = Math.min(bins - 1, Math.floor(elements[r * width + c]! * perUnit + bins / 2));
      counts[bin]!++;
    }
  }
  return counts;
}

/** The view's rectangle, at most `maxRows` × `maxColumns` cells; a cell shows its largest element by magnitude, a NaN before all. */
function cellsOf(elements: FloatArray, parameter: Parameter, columns: Columns, view: TensorView) {
  const [top, bottom] = clipped(view.rows, parameter.rows);
  const [left, right] = clipped(view.columns, columns.to - columns.from);
  const rows = Math.min(view.maxRows, bottom - top);
  const width = Math.min(view.maxColumns, right - left);
  const data = new Float32Array(rows * width);
  for (let r = top; r < bottom; r++) {
    const cellRow = Math.floor(((r - top) * rows) / (bottom - top));
    for (let c = left; c < right; c++) {
      const cell = cellRow * width + Math.floor(((c - left) * width) / (right - left));
      const element = elements[r * parameter.columns + columns.from + c]!;
      if (!(Math.abs(element) <= Math.abs(data[cell]!)) && !Number.isNaN(data[cell])) data[cell] = element;
    }
  }
  return { rows, columns: width, data };
}

function clipped([from, to]: readonly [number, number], length: number): [number, number] {
  const start = Math.min(Math.max(0, from), length);
  return [start, Math.min(Math.max(start, to), length)];
}
