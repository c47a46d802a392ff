import { type Disposable, ProgressLocation, window } from "vscode";
import { Paced } from "../person/paced.ts";
import type { Run } from "../run/run.ts";
import type { Runs } from "../run/runs.ts";
import { tellProgress } from "./sentence.ts";

/** VS Code's own progress, while a run is under way; cancelling it stops the run, which keeps what it has learnt. */
export function registerProgress(runs: Runs, log: (message: string) => void): Disposable {
  let shown: Run | null = null;
  return runs.onDidChange((run) => {
    if (!run?.isUnderWay || run === shown) return;
    shown = run;
    void showProgress(runs, run, log);
  });
}

function showProgress(runs: Runs, run: Run, log: (message: string) => void): Thenable<void> {
  const options = { location: ProgressLocation.Notification, cancellable: true, title: `LSTM on ${run.fileName}` };
  return window.withProgress(options, (progress, token) => {
    token.onCancellationRequested(() => run.stop().catch((error) => log(`Stop: ${error}`)));
    let done = 0;
    const report = (): void => {
      const share = run.description ? (100 * run.step) / run.description.recipe.training.steps : 0;
      progress.report({ message: `${run.status === "paused" ? "paused · " : ""}${tellProgress(run)}`, increment: share - done });
      done = share;
    };
    return new Promise((resolve) => {
      const paced = new Paced(report);
      const listening = [paced, runs.onDidReport(() => paced.request()), runs.onDidChange(look)];
      // Another run in its place ends it as well: it was refused, or is over.
      function look(current: Run | null): void {
        if (current === run && run.isUnderWay) {
          paced.now();
          return;
        }
        for (const listener of listening) listener.dispose();
        resolve();
      }
      look(runs.current);
    });
  });
}
