import type { Run } from "../../engine/runs/build.ts";
import { countedIn, type RunDescription } from "../../engine/runs/description.ts";
import type { TrainRequest } from "../../engine/runs/request.ts";
import type { Progress, Report, RunEnd } from "../../engine/worker/protocol.ts";
import { TrainingSession } from "../../engine/worker/trainingSession.ts";
import type { Terminal } from "./terminal.ts";

export interface Outcome {
  readonly end: RunEnd;
  readonly seconds: number;
  /** 0, or the status that a signal has asked for. */
  readonly signal: number;
  readonly last: { readonly loss: number | null; readonly smoothedLoss: number | null; readonly tokensPerSecond: number };
}

/** Where the model goes, and after how many seconds it goes there again while the training lasts; never where 0. */
export interface Keeping {
  readonly every: number;
  save(model: ArrayBuffer): Promise<void>;
}

interface Ended {
  readonly session: TrainingSession;
  readonly end: RunEnd;
  /** Stops listening to signals. */
  readonly deaf: () => void;
}

/** Runs to the end, or to the first signal, tells on the way how it goes, and keeps the model. */
export async function follow(run: Run, request: TrainRequest, terminal: Terminal, keeping: Keeping): Promise<Outcome> {
  const began = performance.now();
  let last: Outcome["last"] = { loss: null, smoothedLoss: null, tokensPerSecond: 0 };
  let ended: (end: RunEnd) => void = () => undefined;
  const hear = (report: Report) => {
    if (report.type === "progress") last = lastOf(report.progress, last);
    if (report.type === "progress") terminal.progress(progressLine(report.progress, run.description, last.loss));
    if (report.type === "sample") terminal.note(`\nstep ${report.sample.step}: ${report.sample.prompt}|${report.sample.text}\n`);
    if (report.type === "validated")
      terminal.note(`step ${report.validation.step}: validation loss ${told(report.validation.loss)}`);
    if (report.type === "ended") ended(report.end);
  };
  let signal = 0;
  const clock = { now: () => performance.now(), defer: setImmediate, later: setTimeout };
  let settled: () => Promise<void> = async () => undefined;
  const { session, end, deaf } = await new Promise<Ended>((resolve) => {
    const session = new TrainingSession(run, request, hear, clock);
    const deaf = terminal.onInterrupt((status) => {
      signal = status;
      session.stop();
    });
    settled = savingNowAndThen(session, keeping, (message) => terminal.note(message));
    ended = (end) => resolve({ session, end, deaf });
  });
  await settled();
  await keeping.save(session.save());
  deaf();
  terminal.progress("");
  return { end, seconds: (performance.now() - began) / 1000, signal, last };
}

/** What cannot be written now may be written later: the training goes on. @returns what ends the saving, and waits for what is under way */
function savingNowAndThen(
  session: TrainingSession,
  { every, save }: Keeping,
  note: (message: string) => void,
): () => Promise<void> {
  let saving: Promise<void> | null = null;
  const saveOnce = (): void => {
    saving ??= save(session.save())
      .catch((error) => note(`${error instanceof Error ? error.message : String(error)} The training goes on.`))
      .finally(() => {
        saving = null;
      });
  };
  const timer = every > 0 ? setInterval(saveOnce, every * 1000) : undefined;
  return async () => {
    clearInterval(timer);
    await saving;
  };
}

function lastOf({ losses, smoothed, tokensPerSecond }: Progress, before: Outcome["last"]): Outcome["last"] {
  return { loss: losses.at(-1) ?? before.loss, smoothedLoss: smoothed.at(-1) ?? before.smoothedLoss, tokensPerSecond };
}

function progressLine(
  { step, tokensPerSecond, secondsLeft }: Progress,
  description: RunDescription,
  loss: number | null,
): string {
  const left = secondsLeft === null ? "" : `, ${Math.ceil(secondsLeft)} s left`;
  const speed = `${Math.round(tokensPerSecond)} ${countedIn(description)}/s`;
  return `step ${step} of ${description.recipe.training.steps}, loss ${told(loss)}, ${speed}${left}`;
}

export const told = (loss: number | null): string => (loss === null ? "not known yet" : loss.toFixed(4));
