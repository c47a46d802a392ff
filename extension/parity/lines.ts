import type { CheckResult, Divergence } from "../../engine/parity/checks/result.ts";

/** A check and where it came from. */
export interface CheckedFile extends CheckResult {
  readonly file: string;
}

const marks = { passed: "pass", failed: "FAIL", invalid: "no case" } as const;

const columns = (mark: string, file: string, wide: number, deviation: string, share: string, compared: string, time: string) =>
  `${mark.padEnd(7)}  ${file.padEnd(wide)}  ${deviation.padStart(9)}  ${share.padStart(12)}  ${compared.padStart(8)}  ${time.padStart(8)}`;

/** @param wide of the longest file's name */
export function headingOf(wide: number): string {
  return columns("", "", wide, "deviation", "of tolerance", "numbers", "time");
}

/** One line for a check: outcome, file, largest deviation and its share of the tolerance, how many numbers, milliseconds. */
export function lineOf({ outcome, file, largest, compared, milliseconds }: CheckedFile, wide: number): string {
  if (outcome === "invalid") return `${marks.invalid.padEnd(7)}  ${file}`;
  const deviation = largest === null ? "" : deviationOf(largest).toExponential(1);
  const share = largest === null ? "" : percent(largest.share);
  const numbers = compared.toLocaleString("en");
  return columns(marks[outcome], file, wide, deviation, share, numbers, `${milliseconds.toFixed(0)} ms`);
}

/** What a check that did not pass has to say, in lines of their own; none for one that did. */
export function troubleOf({ outcome, message, first, tolerance }: CheckResult): string[] {
  if (outcome === "invalid") return [`         ${message}`];
  if (first === null) return [];
  const { expected, actual } = first;
  return [
    `         first divergence: ${placeOf(first)}`,
    `         expected ${expected}`,
    `         actual   ${actual}`,
    `         apart by ${deviationOf(first).toExponential(3)}, ${timesOf(first.share)} what is allowed (${tolerance})`,
    ...(message === "" ? [] : [`         ${message}`]),
  ];
}

/** Such as `step 4, logits [0, 1, 2]`. */
export function placeOf({ step, quantity, element }: Divergence): string {
  const when = step === null ? "after the last step" : `step ${step}`;
  return `${when}, ${quantity}${element.length === 0 ? "" : ` [${element.join(", ")}]`}`;
}

export function summaryOf(results: readonly CheckResult[]): string {
  const count = (outcome: CheckResult["outcome"]) => results.filter((result) => result.outcome === outcome).length;
  const parts = [`${count("passed")} passed`, `${count("failed")} failed`];
  if (count("invalid") > 0) parts.push(`${count("invalid")} not cases`);
  return parts.join(", ");
}

const deviationOf = ({ expected, actual }: Divergence): number => Math.abs(actual - expected);

function percent(share: number): string {
  if (!Number.isFinite(share)) return "no number";
  if (share > 10) return `${share.toPrecision(2)} ×`.replace(/e\+(\d+)/, "e$1");
  const number = 100 * share;
  return `${number === 0 ? "0" : number < 0.01 ? number.toExponential(0) : number.toPrecision(2)} %`;
}

const timesOf = (share: number): string => (Number.isFinite(share) ? `${share.toPrecision(3)} times` : "beyond all bounds of");
