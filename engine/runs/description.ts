import type { ParameterInfo } from "../memory/parameterInfo.ts";
import type { NetworkNode } from "../model/networkNode.ts";
import type { TrainingConfig } from "../recipe/config.ts";

export interface RunDescription {
  readonly config: TrainingConfig;
  /** Whose parts' paths begin the parameters' paths. */
  readonly network: NetworkNode;
  readonly parameters: readonly ParameterInfo[];
  readonly parameterCount: number;
  /** Bytes that the run takes at its peak, all of its parts together (`memoryPlan.ts`). */
  readonly plannedBytes: number;
  /** That work on a step together: one where the network is too small for more. */
  readonly threads: number;
  readonly tokenCount: number;
  readonly vocabularySize: number;
  /** The vocabulary's tokens in the order of their ids, as printable text; at most the first 4,096. */
  readonly tokens: readonly string[];
  /** Steps already done: 0, or where a continued run stood. */
  readonly step: number;
  /** Loss of a uniform guess, ln V: where the smoothed loss begins, as in min-char-rnn. */
  readonly initialLoss: number;
}
