import type { Random } from "../random/random.ts";
import type { TrainingConfig } from "../recipe/config.ts";
import type { Batcher } from "../text/batching/batcher.ts";
import { Streams } from "../text/batching/streams.ts";
import { Windows } from "../text/batching/windows.ts";

/** The batches of a configuration. @throws EngineError `emptyText`, `tooFewTokens` */
export function batcherFor(
  { batching, sequenceLength, batchSize }: Pick<TrainingConfig, "batching" | "sequenceLength" | "batchSize">,
  ids: Int32Array,
  random: Random,
): Batcher {
  switch (batching) {
    case "windows":
      return new Windows(ids, sequenceLength, batchSize, random);
    case "streams":
      return new Streams(ids, sequenceLength, batchSize);
    default:
      return batching satisfies never;
  }
}
