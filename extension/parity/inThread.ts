import type { CheckRequest, CheckResult } from "../../engine/parity/checks/result.ts";
import type { StartEngine } from "../run/engine.ts";

/** Of VS Code's CancellationToken, what is needed. */
interface Cancellation {
  onCancellationRequested(listener: () => void): unknown;
}

type Told = { readonly done: number; readonly total: number; readonly label: string };

/** Runs the checks in a thread of their own, which ends with them, or at once where they are cancelled: then with the results so far. */
export async function inThread(
  startEngine: StartEngine,
  request: CheckRequest,
  token: Cancellation,
  tell: (told: Told) => void,
): Promise<CheckResult[]> {
  const results: CheckResult[] = [];
  const engine = startEngine({
    report(report) {
      if (report.type !== "checked") return;
      results.push(report.result);
      tell({ done: report.done, total: report.total, label: report.result.name });
    },
    died: () => undefined,
  });
  try {
    const cancelled = new Promise<void>((resolve) => token.onCancellationRequested(() => resolve()));
    await Promise.race([engine.call("checkParity", { ...request, interrupt: null }), cancelled]);
    return results;
  } finally {
    engine.dispose();
  }
}
