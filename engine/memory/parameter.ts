import type { FloatArray } from "./arena.ts";
import type { ParameterInfo } from "./parameterInfo.ts";

/** One trained array as a name for a stretch of the arena. */
export interface Parameter extends ParameterInfo {
  /** Index of the first element within the model's `values` (and within its gradients and optimizer slots). */
  readonly offset: number;
  readonly size: number;
  /** Row-major [rows, columns]. */
  readonly value: FloatArray;
  /** What all its elements begin at, whatever the initializers are; null where these decide. */
  readonly initialValue: number | null;
  /** Same shape; empty where the model was planned without training. */
  readonly gradient: FloatArray;
}
