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

/** Where something stands in a recipe: the keys and places from the outermost on. */
export type Place = readonly (string | number)[];

/**
 * An error that a person can act on: `message` says in one sentence what is wrong, `advice` what to try.
 * It crosses the worker's port as {@link EngineFailure}, because a class does not survive a structured clone.
 */
export class EngineError extends Error {
  override readonly name = "EngineError";
  readonly code: EngineErrorCode;
  readonly advice: string;
  /** What of a recipe it is about, where that can be told. */
  readonly place: Place | null;

  constructor(code: EngineErrorCode, message: string, advice = "", place: Place | null = null) {
    super(message);
    this.code = code;
    this.advice = advice;
    this.place = place;
  }

  /** The same, about another place. */
  at(place: Place | null): EngineError {
    const error = new EngineError(this.code, this.message, this.advice, place);
    if (this.stack !== undefined) error.stack = this.stack;
    return error;
  }
}

export interface EngineFailure {
  readonly code: EngineErrorCode;
  readonly message: string;
  readonly advice: string;
  readonly place?: Place;
}

/** Anything thrown, as plain data; what is no {@link EngineError} is a defect of ours and says so by its code. */
export function toFailure(error: unknown): EngineFailure {
  if (error instanceof EngineError) {
    const { code, message, advice, place } = error;
    return { code, message, advice, ...(place && { place }) };
  }
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { code: "internal", message, advice: "" };
}

export function fromFailure(failure: EngineFailure): EngineError {
  return new EngineError(failure.code, failure.message, failure.advice, failure.place ?? null);
}
