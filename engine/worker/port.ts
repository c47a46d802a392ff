import type { FromWorker, ToWorker } from "./protocol.ts";

/** The worker's end of the channel: node's `parentPort`, a Web Worker's global scope, or one half of a test. */
export interface EnginePort {
  post(message: FromWorker, transfer: readonly ArrayBuffer[]): void;
  listen(receive: (message: ToWorker) => void): void;
}

/** What the engine needs of its surroundings besides the port. */
export interface Clock {
  /** Milliseconds from some fixed moment. */
  readonly now: () => number;
  /** Runs a task after the messages that have come in were handled. */
  readonly defer: (task: () => void) => void;
  /** Runs a task after so many milliseconds. */
  readonly later: (task: () => void, milliseconds: number) => void;
}

/** The buffers of all typed arrays in a message, for the transfer list: what is sent is made for it and not used again. */
export function buffersIn(message: unknown): ArrayBuffer[] {
  const found = new Set<ArrayBuffer>();
  collect(message, found);
  return [...found];
}

function collect(value: unknown, found: Set<ArrayBuffer>): void {
  if (value instanceof ArrayBuffer) found.add(value);
  else if (ArrayBuffer.isView(value)) collect(value.buffer, found);
  else if (Array.isArray(value)) {
    // Lists of strings and numbers are long and hold no buffers.
    if (typeof value[0] === "object") for (const entry of value) collect(entry, found);
  } else if (typeof value === "object" && value !== null) for (const entry of Object.values(value)) collect(entry, found);
}
