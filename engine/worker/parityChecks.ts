import { StepInterrupted } from "../kernels/interruptible.ts";
import { countChecks, runChecks } from "../parity/checks/runChecks.ts";
import type { Registry } from "../registry/registry.ts";
import type { Clock } from "./port.ts";
import type { Calls, Report } from "./protocol.ts";

type Answer = Calls["checkParity"]["answer"];

interface Surroundings extends Clock {
  readonly send: (report: Report) => void;
  /** Bytes that a model's copy may plan. */
  readonly memoryLimit: number;
  readonly registry: Registry;
}

/** Runs the checks part by part, lets messages in between two parts, and ends early when the shared flag says so. */
export function checkParity(request: Calls["checkParity"]["request"], surroundings: Surroundings): Promise<Answer> {
  const { send, now, defer, memoryLimit, registry } = surroundings;
  const { interrupt } = request;
  const interrupted = () => interrupt !== null && Atomics.load(interrupt, 0) !== 0;
  const parts = runChecks(request, { now, interrupted, memoryLimit, registry });
  const total = countChecks(request);
  let done = 0;

  /** @returns whether there is more to do */
  function work(): boolean {
    if (interrupted()) return false;
    const { value: result, done: ended } = parts.next();
    if (ended) return false;
    if (result !== null) send({ type: "checked", done: ++done, total, result });
    return true;
  }

  return new Promise((resolve, reject) => {
    const go = () => {
      try {
        if (work()) defer(go);
        else resolve({ done, total });
      } catch (error) {
        if (error instanceof StepInterrupted) resolve({ done, total });
        else reject(error);
      }
    };
    defer(go);
  });
}
