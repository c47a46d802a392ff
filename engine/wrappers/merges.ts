import type { Kernels } from "../kernels/kernels.ts";

export const mergeNames = ["concat", "sum", "multiply", "average"] as const;

export type MergeName = (typeof mergeNames)[number];

/** Two halves of a bidirectional network and what they become: offsets of [rows, size] each. */
export interface Halves {
  readonly rows: number;
  /** Features of each half; the same but for `concat`. */
  readonly forwardSize: number;
  readonly backwardSize: number;
  readonly forward: number;
  readonly backward: number;
  readonly merged: number;
}

export interface Merge {
  size(forwardSize: number, backwardSize: number): number;
  /** Overwrites what is merged. */
  forward(kernels: Kernels, values: Halves): void;
  /** Adds to the gradient of the forward half, overwrites that of the backward half. @param d gradients, where `values` are. */
  backward(kernels: Kernels, values: Halves, d: Halves): void;
}

/** y = [a, b]; da += the left columns of dy, db = the right ones. */
const concat: Merge = {
  size: (a, b) => a + b,
  forward(kernels, { rows, forwardSize: a, backwardSize: b, forward, backward, merged }) {
    kernels.addMatrix(rows, a, 1, forward, a, merged, a + b, 0);
    kernels.addMatrix(rows, b, 1, backward, b, merged + a, a + b, 0);
  },
  backward(kernels, { rows, forwardSize: a, backwardSize: b }, d) {
    kernels.addMatrix(rows, a, 1, d.merged, a + b, d.forward, a, 1);
    kernels.addMatrix(rows, b, 1, d.merged + a, a + b, d.backward, b, 0);
  },
};

/** y = factor · (a + b); da += factor · dy, db = factor · dy. */
const weighted = (factor: number): Merge => ({
  size: (size) => size,
  forward(kernels, { rows, forwardSize: size, forward, backward, merged }) {
    kernels.addMatrix(rows, size, factor, forward, size, merged, size, 0);
    kernels.addMatrix(rows, size, factor, backward, size, merged, size, 1);
  },
  backward(kernels, { rows, forwardSize: size }, d) {
    kernels.addMatrix(rows, size, factor, d.merged, size, d.forward, size, 1);
    kernels.addMatrix(rows, size, factor, d.merged, size, d.backward, size, 0);
  },
});

/** y = a · b; da += dy · b, db = dy · a, element by element. */
const multiply: Merge = {
  size: (size) => size,
  forward: (kernels, { rows, forwardSize, forward, backward, merged }) =>
    kernels.multiply(rows * forwardSize, forward, backward, merged, 0),
  backward(kernels, { rows, forwardSize, forward, backward }, d) {
    kernels.multiply(rows * forwardSize, d.merged, backward, d.forward, 1);
    kernels.multiply(rows * forwardSize, d.merged, forward, d.backward, 0);
  },
};

export const merges: Readonly<Record<MergeName, Merge>> = { concat, sum: weighted(1), multiply, average: weighted(0.5) };
