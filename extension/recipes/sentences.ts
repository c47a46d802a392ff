import type { Preview } from "../../engine/runs/preview.ts";
import { formatBytes, formatCount } from "../../engine/words/numbers.ts";

type Costs = Pick<Preview, "parameterCount" | "plannedBytes" | "seconds" | "secondsPerStep" | "steps">;

/** What a run costs, before it starts, in one line: "4,293 weights · 12 MB · about 40 s". */
export function tellCosts({ parameterCount, plannedBytes, seconds }: Costs): string {
  const parts = [`${formatCount(parameterCount)} weights`, formatBytes(plannedBytes)];
  return [...parts, ...(seconds === null ? [] : [`about ${aboutTime(seconds)}`])].join(" · ");
}

/** As much of it as a measurement of a moment can tell: "2 min" and not "1 min 57 s". */
export function aboutTime(seconds: number): string {
  if (seconds < 1) return "a second";
  if (seconds < 90) return `${roundedTo(seconds, seconds < 20 ? 1 : 5)} s`;
  if (seconds < 90 * 60) return `${Math.round(seconds / 60)} min`;
  if (seconds < 36 * 3600) return `${Math.round(seconds / 3600)} h`;
  return `${formatCount(seconds / 86_400)} days`;
}

/** "5,000 steps of about 8 ms". */
export function tellSteps({ steps, secondsPerStep }: Costs): string {
  const count = `${formatCount(steps)} ${steps === 1 ? "step" : "steps"}`;
  return secondsPerStep === null ? count : `${count} of about ${shortTime(secondsPerStep)}`;
}

function shortTime(seconds: number): string {
  if (seconds >= 1) return `${seconds.toFixed(1)} s`;
  return seconds >= 0.01 ? `${Math.round(seconds * 1000)} ms` : `${(seconds * 1000).toPrecision(2)} ms`;
}

const roundedTo = (seconds: number, unit: number): number => Math.round(seconds / unit) * unit;

/** Weights by their paths with their shapes, at most so many lines, as a fixed-width text. */
export function tableOfWeights({ parameters }: Pick<Preview, "parameters">, most = 24): string {
  const shown = parameters.slice(0, most);
  const rows = shown.map(({ path, rows, columns }) => [path, `${rows} × ${columns}`, formatCount(rows * columns)] as const);
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]!.length)));
  const lines = rows.map(([path, shape, count]) =>
    [path.padEnd(widths[0]!), shape.padStart(widths[1]!), count.padStart(widths[2]!)].join("  "),
  );
  return [...lines, ...(parameters.length > most ? [`and ${parameters.length - most} more`] : [])].join("\n");
}
