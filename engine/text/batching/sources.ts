import type { BatchBuffers } from "./batcher.ts";

/** A sequence of tokens or of rows of numbers, of which windows can be cut: one for each start, 0 … starts - 1. */
export interface WindowSource {
  readonly starts: number;
  /** How far from a window's start the next one begins that shares no element with it. */
  readonly span: number;
  /** Start of the window whose first target is this element; below 0 where too little stands before it. */
  startOf(target: number): number;
  /** Writes one window, inputs and targets, as row n of N. */
  write(batch: BatchBuffers, start: number, n: number, rows: number): void;
}

/** A sequence that is read on and on: at position p stands an input, and the target is what follows at p + 1. */
export interface StreamSource {
  /** How many positions have a target. */
  readonly positions: number;
  /** Writes so many positions, inputs and targets, as row n of N. */
  write(batch: BatchBuffers, from: number, steps: number, n: number, rows: number): void;
}
