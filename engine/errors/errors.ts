/** What went wrong, as a word that callers can switch on. */
export type EngineErrorCode =
  | "emptyText"
  | "tooFewTokens"
  | "badSeries"
  | "tooFewRows"
  | "binaryText"
  | "invalidUtf8"
  | "tooManyTokens"
  | "badConfiguration"
  | "outOfMemory"
  | "diverged"
  | "unknownTokens"
  | "badModelFile"
  | "notTraining"
  | "alreadyTraining"
  | "workerDied"
  | "internal";

/**
 * An error that a person can act on: `message` says in one sentence what is wrong, `advice` what to try.
 * It crosses the worker's port as {@link EngineFailure}, because a class does not survive a structured clone.
 */
export class EngineError extends Error {
  override readonly name = "EngineError";
  readonly code: EngineErrorCode;
  readonly advice: string;

  constructor(code: EngineErrorCode, message: string, advice = "") {
    super(message);
    this.code = code;
    this.advice = advice;
  }
}

export interface EngineFailure {
  readonly code: EngineErrorCode;
  readonly message: string;
  readonly advice: string;
}

/** Anything thrown, as plain data; what is no {@link EngineError} is a defect of ours and says so by its code. */
export function toFailure(error: unknown): EngineFailure {
  if (error instanceof EngineError) return { code: error.code, message: error.message, advice: error.advice };
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { code: "internal", message, advice: "" };
}

export function fromFailure(failure: EngineFailure): EngineError {
  return new EngineError(failure.code, failure.message, failure.advice);
}
