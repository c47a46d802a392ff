import type { Workload } from "./workloads.ts";

/** Of one side on one workload. */
export interface Measured {
  readonly tokensPerSecond: number;
  /** How many threads gave it, or which backend. */
  readonly by: string;
}

export interface Ours extends Measured {
  readonly threads: number;
}

export interface Result {
  readonly workload: Workload;
  readonly ours: Ours;
  readonly pytorch: Measured | null;
  readonly tensorflow: Measured | null;
  /** Of the peak of one thread, times the threads that gave `ours`; null where the peak is unknown. */
  readonly shareOfPeak: number | null;
}

const columns = ["workload", "ours", "PyTorch", "TensorFlow.js", "/ PyTorch", "/ TF.js", "share of peak"] as const;
const widths = [12, 22, 22, 22, 16, 16, 13];

const whole = (number: number): string => Math.round(number).toLocaleString("en");
const told = (side: Measured | null): string =>
  side ? `${side.by === "limit" ? "<" : ""}${whole(side.tokensPerSecond)} (${side.by})` : "-";
const line = (cells: readonly string[]): string => cells.map((cell, i) => cell.padStart(widths[i] as number)).join(" ");

/** Our rate by theirs, with the bound that it is held to. */
function ratio(ours: Measured, side: Measured | null, bound: number): string {
  if (!side) return "-";
  const times = ours.tokensPerSecond / side.tokensPerSecond;
  return `${times.toFixed(times < 10 ? 2 : 0)} (${bound}: ${times >= bound ? "met" : "not met"})`;
}

export const heading = (): string => line(columns);

/** A row of the table; tokens per second, then our multiples of the others with the bounds. */
export function row({ workload, ours, pytorch, tensorflow, shareOfPeak }: Result): string {
  const share = shareOfPeak === null ? "-" : `${(100 * shareOfPeak).toFixed(0)} %`;
  const { bounds } = workload;
  const ratios = [ratio(ours, pytorch, bounds.pytorch), ratio(ours, tensorflow, bounds.tensorflow)];
  return line([workload.name, told(ours), told(pytorch), told(tensorflow), ...ratios, share]);
}
