import type { NetworkNode } from "../layers/networkNode.ts";
import type { ParameterInfo } from "../memory/parameterInfo.ts";
import type { WholeRecipe } from "../recipe/recipe.ts";
import type { Abilities, TaskShape } from "../tasks/task.ts";

/** What a run goes through: tokens of a text, or rows of a series. */
export const countedIn = ({ vocabularySize }: Pick<RunDescription, "vocabularySize">): "tokens" | "rows" =>
  vocabularySize === 0 ? "rows" : "tokens";

export interface NewTokens {
  readonly count: number;
  /** The first few of them, in quotation marks. */
  readonly first: readonly string[];
}

export interface RunDescription {
  readonly recipe: WholeRecipe;
  readonly network: NetworkNode;
  /** What the network reads and gives at each step. */
  readonly shape: TaskShape;
  /** What can be asked of it. */
  readonly can: Abilities;
  readonly parameters: readonly ParameterInfo[];
  readonly parameterCount: number;
  /** T and N of a training step. */
  readonly steps: number;
  readonly rows: number;
  /** Bytes that the run takes at its peak, all of its parts together (`memoryPlan.ts`). */
  readonly plannedBytes: number;
  /** That work on a step together: one where the network is too small for more. */
  readonly threads: number;
  /** Tokens, or rows of numbers, that are trained on. */
  readonly tokenCount: number;
  /** 0 for a series of numbers. */
  readonly vocabularySize: number;
  /** The vocabulary's tokens in the order of their ids, as printable text; at most the first 4,096. */
  readonly tokens: readonly string[];
  /** Names of a series' columns; none of a text of tokens. */
  readonly columns: readonly string[];
  /** That a continued run's text brought, with rows of their own; they are the last of the vocabulary. */
  readonly newTokens: NewTokens;
  /** Steps already done: 0, or where a continued run stood. */
  readonly step: number;
  /** Loss of a guess that knows nothing, such as ln V: where the smoothed loss begins, as in min-char-rnn. Null where there is none to be told. */
  readonly blindLoss: number | null;
}
