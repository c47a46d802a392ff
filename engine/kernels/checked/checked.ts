import type { Arena } from "../../memory/arena.ts";
import type { Kernels } from "../kernels.ts";
import type { Extent } from "./extent.ts";
import { extents } from "./extents.ts";

type Kernel = (...args: number[]) => number | undefined;

/**
 * The same kernels, each call checked: sizes and offsets are whole numbers within the arena, what is written does not overlap what is
 * read, ids are within their classes, and no number read or written is NaN. Slow, for tests.
 * @throws Error naming the kernel, the argument and the place.
 */
export function checked(kernels: Kernels, arena: Arena): Kernels {
  const wrap = (name: keyof Kernels): Kernel => {
    const kernel = kernels[name] as Kernel;
    const touchedBy = extents[name] as (...args: number[]) => readonly Extent[];
    return (...args) => {
      const touched = touchedBy(...args);
      for (const extent of touched) checkPlace(name, extent, arena);
      checkOverlap(name, touched);
      for (const extent of touched) if (extent.role !== "out") checkNumbers(`${name} reads`, extent, arena);
      const value = kernel(...args);
      for (const extent of touched) if (extent.role !== "in") checkNumbers(`${name} wrote`, extent, arena);
      return value;
    };
  };
  const names = Object.keys(extents) as (keyof Kernels)[];
  return Object.fromEntries(names.map((name) => [name, wrap(name)])) as unknown as Kernels;
}

/** One past the last element. */
const endOf = ({ offset, rows, columns, stride }: Extent): number => offset + (rows - 1) * stride + columns;

function checkPlace(kernel: string, extent: Extent, { floats, ints }: Arena): void {
  const { role, name, offset, rows, columns, stride } = extent;
  const end = role === "ids" ? offset + rows : endOf(extent);
  const length = role === "ids" ? ints.length : floats.length;
  const whole = [offset, rows, columns, stride].every((number) => Number.isInteger(number) && number >= 0);
  if (whole && stride >= columns && end <= length) return;
  throw new Error(
    `${kernel}: ${name} [${rows}, ${columns}] with stride ${stride} at ${offset} is not within the arena of ${length}.`,
  );
}

function checkOverlap(kernel: string, touched: readonly Extent[]): void {
  const floats = touched.filter(({ role }) => role !== "ids");
  for (const written of floats.filter(({ role }) => role !== "in"))
    for (const other of floats)
      if (other !== written && overlap(written, other))
        throw new Error(`${kernel}: ${written.name} is written and overlaps ${other.name}.`);
}

/** Columns side by side in rows of one matrix do not overlap, though their rows alternate. */
function overlap(a: Extent, b: Extent): boolean {
  if (a.offset >= endOf(b) || b.offset >= endOf(a)) return false;
  const distance = (((b.offset - a.offset) % a.stride) + a.stride) % a.stride;
  return a.stride !== b.stride || distance < a.columns || distance + b.columns > a.stride;
}

function checkNumbers(act: string, extent: Extent, arena: Arena): void {
  if (extent.role === "ids") checkIds(act, extent, arena);
  else checkFloats(act, extent, arena);
}

function checkFloats(act: string, extent: Extent, arena: Arena): void {
  const { name, offset, rows, columns, stride } = extent;
  for (let r = 0; r < rows; r++)
    for (let j = 0; j < columns; j++)
      if (Number.isNaN(arena.floats[offset + r * stride + j])) throw new Error(`${act} NaN in ${name} at row ${r}, column ${j}.`);
}

/** Only a loss knows how many classes there are; a table's rows are as many as its ids need. */
function checkIds(act: string, { name, offset, rows, columns }: Extent, { ints }: Arena): void {
  for (let r = 0; r < rows; r++) {
    const id = ints[offset + r];
    if (id < 0 || (columns > 1 && id >= columns))
      throw new Error(`${act} the id ${id} in ${name} at row ${r}, of ${columns} classes.`);
  }
}
