import type { Disposable } from "vscode";
import { tellNewTokens } from "../../engine/recipe/told.ts";
import { Problem } from "../person/problem.ts";
import { type Surroundings, tell, tellProblem } from "../person/surroundings.ts";
import type { Run } from "../run/run.ts";
import type { Runs } from "../run/runs.ts";
import { watchSource } from "../source/watchSource.ts";

/** Says what happens to a run while nobody waits for it: it failed, its text brought new tokens, or its file was changed or deleted meanwhile. */
export function registerAnnouncements(runs: Runs, surroundings: Surroundings): Disposable {
  let watched: Run | null = null;
  let watching: Disposable | null = null;
  const announced = new WeakSet<Run>();
  const grown = new WeakSet<Run>();
  const look = (run: Run | null): void => {
    if (!run?.isUnderWay || run !== watched) {
      watching?.dispose();
      watching = null;
      watched = null;
    }
    if (!run) return;
    if (run.isUnderWay && watching === null) {
      watched = run;
      watching = watchSource(run.uri, (sentence) => tell(surroundings, sentence));
    }
    if (run.wasStarted && run.description && run.description.newTokens.count > 0 && !grown.has(run)) {
      grown.add(run);
      tell(surroundings, tellNewTokens(run.description.newTokens));
    }
    if (hasFailed(run) && !announced.has(run)) {
      announced.add(run);
      tellProblem(surroundings, failureOf(run));
    }
  };
  const listening = runs.onDidChange(look);
  return {
    dispose() {
      listening.dispose();
      watching?.dispose();
    },
  };
}

/** Of this session: a restored run's failure was told when it happened. */
const hasFailed = (run: Run): boolean => run.wasStarted && (run.status === "diverged" || run.status === "failed");

function failureOf(run: Run): Problem {
  const { message, advice, status } = run.view(false);
  return new Problem(message, advice, status === "diverged" ? ["openSettings"] : ["continueTraining", "showLog"]);
}
