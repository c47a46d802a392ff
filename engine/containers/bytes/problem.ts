import { EngineError } from "../../errors/errors.ts";

/** What to do about a file that was damaged, cut off, or written by something that lied. */
export const copyAgain = "It may be damaged or cut off: copy it again, or save it again with the program that wrote it.";

/** A model file of another framework that cannot be read: which file, what is wrong with it and where, and what to do. */
export function unreadable(file: string, what: string, advice: string = copyAgain): EngineError {
  return new EngineError("badModelFile", `${file}: ${what}.`, advice);
}
