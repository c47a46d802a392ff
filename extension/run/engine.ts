import type { EngineError } from "../../engine/errors/errors.ts";
import type { CallName, Calls, Report } from "../../engine/worker/protocol.ts";

/** An engine in a thread of its own. A call ends in its answer, an EngineError, or the thread's death (`workerDied`). */
export interface Engine {
  call<K extends CallName>(call: K, request: Calls[K]["request"]): Promise<Calls[K]["answer"]>;
  /** Ends the thread, and lets it be heard as a death. */
  kill(): Promise<void>;
  /** Ends the thread at once; nothing more is heard of it, not even that it died. */
  dispose(): void;
}

export interface EngineListener {
  report(report: Report): void;
  died(error: EngineError): void;
}

export type StartEngine = (listener: EngineListener) => Engine;
