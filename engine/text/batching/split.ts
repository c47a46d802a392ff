import { EngineError } from "../../errors/errors.ts";

/** What the two parts must have at least, in elements: tokens or rows. */
export interface LeastParts {
  readonly training: number;
  /** 1 where left out. */
  readonly validation?: number;
}

const codes = { tokens: "tooFewTokens", rows: "tooFewRows" } as const;
type Unit = keyof typeof codes;

/**
 * Cuts a validation part off the end of a sequence. What is trained on is the elements before the cut, and nothing else: no window of
 * the training reaches over it. What is validated is whether the elements from the cut on can be told; the windows that tell the first
 * of them read elements from before the cut, which are known by then. So every element of the tail is a target, and none of the
 * training's.
 *
 * @param length elements of the whole sequence
 * @param amount below 1 a fraction of them, from 1 on their number
 * @returns the number of elements before the cut
 * @throws EngineError `badConfiguration` for an amount that is not above 0; `tooFewTokens` or `tooFewRows` where a part is too short
 */
export function cutTail(length: number, amount: number, least: LeastParts, unit: Unit = "tokens"): number {
  if (!(amount > 0) || (amount > 1 && !Number.isInteger(amount))) throw amountError(amount, unit);
  const tail = amount < 1 ? Math.max(1, Math.round(length * amount)) : amount;
  const left = Math.max(0, length - tail);
  if (left < least.training)
    throw tooFew(
      unit,
      `Of ${told(length, unit)}, ${tail} for validation leave ${left} to train on, but at least ${least.training} are needed.`,
    );
  const needed = least.validation ?? 1;
  if (tail < needed) throw tooFew(unit, `A validation part of ${told(tail, unit)} is too short: at least ${needed} are needed.`);
  return left;
}

const told = (count: number, unit: Unit): string => `${count} ${count === 1 ? unit.slice(0, -1) : unit}`;

const tooFew = (unit: Unit, message: string): EngineError =>
  new EngineError(codes[unit], message, "Choose a longer text, another size of the validation part, or a shorter sequence.");

const amountError = (amount: number, unit: Unit): EngineError =>
  new EngineError(
    "badConfiguration",
    `The validation part is ${amount}, must be a fraction below 1 or a whole number of ${unit}.`,
    "Write 0.1 for the last tenth.",
  );
