import { activationCodes } from "../../../engine/kernels/activations.ts";
import type { simdNames } from "../../../engine/kernels/simd/instance.ts";

/** Products have a test of their own. */
export type Name = Exclude<(typeof simdNames)[number], "gemmNN" | "gemmNT" | "gemmTN">;

/** What a call is about: rows `first` to `first + rows` of arrays that a case numbers as it likes, each with room after it. */
export interface Drawn {
  readonly rows: number;
  readonly columns: number;
  readonly first: number;
  /** Where an array begins. */
  readonly of: (array: number) => number;
  /** Where row `first` of an array begins. @param width elements of its rows. */
  readonly at: (array: number, width: number) => number;
  /** A code of `activations.ts`, and another. */
  readonly activation: number;
  readonly other: number;
  /** One of two options, drawn for each number. */
  readonly option: (number: number) => boolean;
}

/** Arguments of a call, which is to leave the same in rows when they are alone. Ids and numbers of masks are below 7. */
export type Cases = Readonly<Partial<Record<Name, (drawn: Drawn) => readonly number[]>>>;

export const arrays = 9;

const size = ({ rows, columns }: Drawn): number => rows * columns;
/** Of the rules of update: a penalty or none, an array or none. */
const penalty = ({ option }: Drawn): number => (option(3) ? 0.2 : 0);
const perhaps = (drawn: Drawn, option: number, array: number): number =>
  drawn.option(option) ? drawn.at(array, drawn.columns) : -1;

/** Of arrays with numbers from -2 to 2; those of the last two arrays are above 0. */
export const plainCases = {
  gatherRows: ({ rows, columns: n, first, of, at }) => [rows, n, first, of(0), at(1, n)],
  scatterAddRows: ({ rows, columns: n, first, of, at }) => [rows, n, first, at(0, n), of(1)],
  addBias: ({ rows, columns: n, of, at }) => [rows, n, of(0), at(1, n)],
  columnSums: ({ rows, columns: n, of, at }) => [rows, n, at(0, n), of(1)],
  gatesForward: ({ rows, columns: n, at }) => [rows, n, 1, at(0, 4 * n), at(1, n), at(2, n), at(3, n), at(4, n)],
  gatesBackward: ({ rows, columns: n, at }) => [rows, n, at(0, 4 * n), ...[1, 2, 3, 4, 5].map((a) => at(a, n)), at(6, 4 * n)],
  softmaxCrossEntropy: ({ rows, columns: n, first, at }) => [rows, n + 6, 0.25, at(0, n + 6), first, at(1, n + 6)],
  smoothedCrossEntropy: ({ rows, columns: n, first, of, at, option }) => [
    ...[rows, n + 6, 0.25, option(0) ? 0.1 : 1, option(1) ? of(7) : -1],
    ...[at(0, n + 6), first, option(2) ? at(1, n + 6) : -1],
  ],
  distributionCrossEntropy: ({ rows, columns: n, at, option }) => [
    ...[rows, n + 6, 0.25, option(0) ? 0 : 0.1],
    ...[at(0, n + 6), at(7, n + 6), option(1) ? at(1, n + 6) : -1],
  ],
  absoluteError: ({ rows, columns: n, at, option }) => [rows * n, 0.3, at(0, n), at(1, n), option(0) ? at(2, n) : -1],
  binaryCrossEntropy: ({ rows, columns: n, at, option }) => [rows * n, 0.3, at(0, n), at(1, n), option(0) ? at(2, n) : -1],
  squaredError: ({ rows, columns: n, at, option }) => [rows * n, 0.3, at(0, n), at(1, n), option(0) ? at(2, n) : -1],
  fill: ({ rows, columns: n, at }) => [rows * n, 1.5, at(0, n)],
  copy: ({ rows, columns: n, at }) => [rows * n, at(0, n), at(1, n)],
  addScaled: ({ rows, columns: n, at }) => [rows * n, -0.3, at(0, n), at(1, n)],
  rescale: ({ rows, columns: n, at }) => [rows * n, 0.7, at(0, n)],
  clamp: ({ rows, columns: n, at }) => [rows * n, 0.75, at(0, n)],
  sumOfSquares: ({ rows, columns: n, at }) => [rows * n, at(0, n)],
  squaredDistance: ({ rows, columns: n, at }) => [rows * n, at(0, n), at(1, n)],
  indexOfLargest: ({ rows, columns: n, at }) => [rows * n, at(0, n)],
  multiply: ({ rows, columns: n, at, option }) => [rows * n, at(0, n), at(1, n), at(2, n), Number(option(0))],
  sgd: (drawn) => [size(drawn), 0.1, 0.5, penalty(drawn), drawn.at(0, drawn.columns), drawn.at(1, drawn.columns)],
  sgdMomentum: (drawn) => [
    ...[size(drawn), 0.1, 0.5, 0.9, Number(drawn.option(0)), penalty(drawn)],
    ...[0, 1, 2].map((array) => drawn.at(array, drawn.columns)),
  ],
  adam: (drawn) => [
    ...[size(drawn), 0.01, 0.5, 0.9, 0.999, 1e-8, 0.1, 0.001, penalty(drawn)],
    ...[0, 1, 2, 7].map((array) => drawn.at(array, drawn.columns)),
    ...[perhaps(drawn, 1, 6), perhaps(drawn, 2, 8)],
  ],
  rmsprop: (drawn) => [
    ...[size(drawn), drawn.option(4) ? 1 : 0.3, 0.01, 0.5, 0.99, 5, 1e-8, 0.8, penalty(drawn)],
    ...[0, 1, 7].map((array) => drawn.at(array, drawn.columns)),
    ...[perhaps(drawn, 1, 2), perhaps(drawn, 2, 3), perhaps(drawn, 0, 8)],
  ],
  adagrad: (drawn) => [
    ...[size(drawn), 0.01, 0.5, 1e-7, 1e-10, penalty(drawn)],
    ...[0, 1, 7].map((array) => drawn.at(array, drawn.columns)),
    perhaps(drawn, 2, 8),
  ],
} as const satisfies Cases;

/** Peepholes lie in array 5, a mask in array 6, each of them there or not; c and the sums are bounded or not, f is coupled or not. */
const peepholes = ({ of, option }: Drawn): number => (option(0) ? of(5) : -1);
const mask = ({ at, option, columns }: Drawn): number => (option(1) ? at(6, columns) : -1);
const cellClip = ({ option }: Drawn): number => (option(2) ? 0.75 : Number.POSITIVE_INFINITY);
const gateClip = ({ option }: Drawn): number => (option(3) ? 0.5 : Number.POSITIVE_INFINITY);
const coupled = ({ option }: Drawn): number => (option(4) ? 1 : 0);

/** Of arrays with numbers from -1 to 1, as activations have; else derivatives of cubes would be far larger than any that occurs. */
export const cellCases = {
  memoryForward(drawn) {
    const { rows, columns: n, activation, other, at } = drawn;
    const options = [1, gateClip(drawn), cellClip(drawn), peepholes(drawn), mask(drawn)];
    return [rows, n, activation, other, coupled(drawn), ...options, at(0, 4 * n), at(1, n), at(2, n)];
  },
  memoryBackward(drawn) {
    const { rows, columns: n, activation, other, at } = drawn;
    const options = [gateClip(drawn), cellClip(drawn), peepholes(drawn), mask(drawn)];
    const arraysOfUnits = [1, 2, 3, 4].map((array) => at(array, n));
    return [rows, n, activation, other, coupled(drawn), ...options, at(0, 4 * n), ...arraysOfUnits, at(7, 4 * n)];
  },
  outputForward(drawn) {
    const { rows, columns: n, activation, other, at } = drawn;
    return [rows, n, activation, other, gateClip(drawn), peepholes(drawn), at(0, 4 * n), at(1, n), at(2, n), at(3, n)];
  },
  outputBackward(drawn) {
    const { rows, columns: n, activation, other, at } = drawn;
    const arraysOfUnits = [1, 2, 3].map((array) => at(array, n));
    return [rows, n, activation, other, gateClip(drawn), peepholes(drawn), at(0, 4 * n), ...arraysOfUnits, at(4, 4 * n)];
  },
  resetAfterForward(drawn) {
    const { rows, columns: n, activation, at } = drawn;
    return [rows, n, activation, gateClip(drawn), at(0, 3 * n), at(1, 3 * n)];
  },
  resetAfterBackward(drawn) {
    const { rows, columns: n, activation, at } = drawn;
    return [rows, n, activation, gateClip(drawn), at(0, 3 * n), at(1, 3 * n), at(2, 3 * n), at(3, 3 * n)];
  },
  resetBeforeForward(drawn) {
    const { rows, columns: n, activation, at } = drawn;
    return [rows, n, activation, gateClip(drawn), at(0, 3 * n), at(1, n), at(2, n)];
  },
  resetBeforeBackward(drawn) {
    const { rows, columns: n, activation, at } = drawn;
    return [rows, n, activation, gateClip(drawn), at(0, 3 * n), at(1, n), at(2, n), at(3, n), at(4, 3 * n)];
  },
  mixForward(drawn) {
    const { rows, columns: n, activation, at } = drawn;
    return [rows, n, activation, gateClip(drawn), at(0, 3 * n), at(1, n), at(2, n)];
  },
  mixBackward(drawn) {
    const { rows, columns: n, activation, other, at } = drawn;
    return [rows, n, activation, other, gateClip(drawn), at(0, 3 * n), at(1, n), at(2, n), at(3, n), at(4, 3 * n)];
  },
  normalizeForward: ({ rows, columns: n, of, at }) => [
    ...[3 * rows, n, 3, 1e-12],
    ...[of(0), of(1), at(2, 3 * n), at(3, 3), at(4, 3 * n)],
  ],
  normalizeBackward: ({ rows, columns: n, of, at }) => [
    ...[3 * rows, n, 3],
    ...[of(0), at(1, 3 * n), at(2, 3), at(3, 3 * n), at(4, 3 * n)],
  ],
  activateForward: ({ rows, columns: n, activation, at }) => [rows * n, activation, at(0, n), at(1, n)],
  activateBackward: ({ rows, columns: n, activation, at }) => [rows * n, activation, at(0, n), at(1, n), at(2, n)],
  clampBackward: ({ rows, columns: n, at, option }) => [...[rows * n, 0.75, at(0, n), at(1, n)], option(0) ? at(1, n) : at(2, n)],
  columnProducts: ({ rows, columns: n, of, at }) => [rows, n, at(0, n + 3), n + 3, at(1, n), n, of(2)],
} as const satisfies Cases;

/** Of arrays with numbers from -2 to 2. Behind the rows' ids others wait to be looked up, and room for what is found. */
export const sequenceCases = {
  gatherIds: ({ rows, first }) => [rows, first, idsOf.table, idsOf.found + first],
  holdMasked: ({ rows, columns: n, first, at }) => [rows, n, first, at(0, n), at(1, n)],
  passMasked: ({ rows, columns: n, first, at }) => [rows, n, first, at(0, n), at(1, n)],
  zeroMasked: ({ rows, columns: n, first, at }) => [rows, n, first, at(0, n)],
  addMatrix: ({ rows, columns: n, of, at, option }) => [
    ...[rows, n, 0.7],
    ...(option(1) ? [at(0, n + 1), n + 1] : [of(0), 0]),
    ...[at(1, n + 3), n + 3, Number(option(0))],
  ],
  oneHotRows: ({ rows, columns: n, first, at }) => [rows, n + 6, first, at(0, n + 6)],
  highwayForward: ({ rows, columns: n, at }) => [rows * n, at(0, n), at(1, n), at(2, n), at(3, n)],
  highwayBackward: ({ rows, columns: n, at, option }) => [
    ...[rows * n, at(0, n), at(1, n), at(2, n), at(3, n), at(4, n)],
    ...[option(0) ? at(5, n) : -1, at(6, n)],
  ],
} as const satisfies Cases;

/** Ids of at most 17 rows, seven that they may look up, and as many that are found. */
export const idsOf = { rows: 0, table: 20, found: 30, count: 50 } as const;
export const activationCount = Object.keys(activationCodes).length;
