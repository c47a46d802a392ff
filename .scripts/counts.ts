import { readFile } from "node:fs/promises";

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export const sum = (counts: readonly Counts[]): Counts =>
  counts.reduce((a, b) => ({ passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped }), {
    passed: 0,
    failed: 0,
    skipped: 0,
  });

/** Of a tool that only passes or fails as a whole. */
export const ofStatus = (status: number): Counts => ({ passed: status === 0 ? 1 : 0, failed: status === 0 ? 0 : 1, skipped: 0 });

/** A run that ended badly counts as a failure even where no single test failed: a file that did not load, an error between tests. */
const withStatus = (counts: Counts, status: number): Counts =>
  status !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;

async function read(report: string): Promise<Record<string, number> | null> {
  return readFile(report, "utf8").then(JSON.parse, () => null);
}

/** From vitest's JSON report; no report counts as one failure. */
export async function ofVitest(report: string, status: number): Promise<Counts> {
  const found = await read(report);
  const { numPassedTests = 0, numFailedTests = 0, numPendingTests = 0 } = found ?? {};
  return withStatus({ passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests }, found ? status : 1);
}

/** From the report of `test/host/index.ts`; no report counts as one failure. */
export async function ofMocha(report: string, status: number): Promise<Counts> {
  const found = await read(report);
  const { passed = 0, failed = 0, skipped = 0 } = found ?? {};
  return withStatus({ passed, failed, skipped }, found ? status : 1);
}
