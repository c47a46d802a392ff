import type { FileBytes } from "../bytes/fileBytes.ts";
import type { ModelSource } from "../tensors/container.ts";
import { checkEntryName } from "../zip/names.ts";

/** The shards of one group: a stream of bytes that was cut anywhere, also within a number. */
export class ShardStream {
  readonly length: number;
  readonly #shards: readonly Uint8Array[];

  constructor(shards: readonly Uint8Array[]) {
    this.#shards = shards;
    this.length = shards.reduce((sum, shard) => sum + shard.length, 0);
  }

  /** Bytes of the stream, whose end has been checked: a view where they lie in one shard, else a copy. */
  part(begin: number, length: number): Uint8Array {
    const pieces: Uint8Array[] = [];
    let at = 0;
    for (const shard of this.#shards) {
      const [from, to] = [Math.max(begin - at, 0), Math.min(begin + length - at, shard.length)];
      if (from < to) pieces.push(shard.subarray(from, to));
      at += shard.length;
    }
    return pieces.length === 1 ? pieces[0]! : joined(pieces, length);
  }
}

function joined(pieces: readonly Uint8Array[], length: number): Uint8Array {
  const whole = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

/** A group's shards, from the files beside the model. */
export function openShards(file: FileBytes, paths: readonly string[], { sibling }: ModelSource): ShardStream {
  return new ShardStream(
    paths.map((path) => {
      checkEntryName(file, path);
      return sibling?.(path) ?? file.fail(`its shard ${path} is not beside it`, "Put all files of the model into one folder.");
    }),
  );
}
