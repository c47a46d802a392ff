import { EngineError } from "../../errors/errors.ts";
import { requireTokens } from "./required.ts";
import type { WindowSource } from "./sources.ts";
import { type RandomSource, WindowWalk } from "./windowWalk.ts";

/** The ids that stand for no token of the vocabulary, and how many ids there are with them. */
export interface BlankIds {
  /** Stands where the token is to be told. */
  readonly blank: number;
  /** Stands for each place before the text's first token and after its last. */
  readonly edge: number;
  /** What the input has to tell apart: V + 2. The output has V, for a blank is never the answer. */
  readonly inputSize: number;
}

export const blankIds = (vocabularySize: number): BlankIds => ({
  blank: vocabularySize,
  edge: vocabularySize + 1,
  inputSize: vocabularySize + 2,
});

/** How much stands around a blank. */
export interface BlankContext {
  /** L: tokens before it. */
  readonly left: number;
  /** R: tokens after it. */
  readonly right: number;
}

/**
 * Fill the blank: L tokens, a blank, R tokens in, the token of the blank out: inputs [L + 1 + R, N], targets [N]. Start s is the window
 * whose blank stands for token s.
 *
 * The blank is an input of its own, and its place is not left out. A network that reads L + R tokens only would have to count to know
 * which two of them the missing one stands between; here each direction is told, at the step where its context ends. And a text that is
 * to be filled looks as a person writes it, with a sign where the word is missing.
 *
 * A bidirectional network is to be read where both of its halves have read both sides: at their final states, or in the mean over all
 * steps. The output beside the last step has a backward half that has seen one token.
 *
 * Past the text's ends stands a sign as well, another one, so that the first token and the last can be asked for like any other, and a
 * short text can be filled.
 *
 * @param ids the text, one id a token
 * @throws EngineError `badConfiguration` without context; `emptyText`
 */
export function blankWindows(ids: Int32Array, context: BlankContext, vocabularySize: number): WindowSource {
  const { left, right } = context;
  requireContext(context);
  requireTokens(ids.length, 0);
  const { blank, edge } = blankIds(vocabularySize);
  const width = left + 1 + right;
  return {
    starts: ids.length,
    span: width,
    startOf: (target) => target,
    write({ inputs, targets }, start, n, rows) {
      for (let t = 0; t < width; t++) inputs[t * rows + n] = ids[start - left + t] ?? edge;
      inputs[left * rows + n] = blank;
      targets[n] = ids[start]!;
    },
  };
}

function requireContext({ left, right }: BlankContext): void {
  if (left + right > 0) return;
  throw new EngineError("badConfiguration", "A blank with no token before it or after it cannot be filled.", "Give it context.");
}

/** The walk over {@link blankWindows}: in time every token is a target. */
export class Blanks extends WindowWalk {
  /**
   * @param batch N
   * @throws EngineError `badConfiguration` without context; `emptyText`; `tooFewTokens` where there are fewer than L + 1 + R
   */
  constructor(ids: Int32Array, context: BlankContext, vocabularySize: number, batch: number, random: RandomSource) {
    requireTokens(ids.length, context.left + context.right);
    super(blankWindows(ids, context, vocabularySize), batch, random);
  }
}
