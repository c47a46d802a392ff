import { EngineError } from "../errors/errors.ts";
import type { Kernels } from "../kernels/kernels.ts";
import type { Block } from "../memory/block.ts";
import type { FeatureSource, IdSource, Scope, Source } from "./layer.ts";

/** A layer's output, [T, N, size], with its gradient where the model trains. */
export function declareOutput({ ledger, path, steps, batch }: Scope, size: number): FeatureSource {
  const shape = [steps, batch, size];
  const values = ledger.activation(`${path}output`, shape);
  return { kind: "features", values, gradient: ledger.flow(`${path}doutput`, shape), size };
}

/** Zero at masked steps: what every layer owes its reader. Nothing to do where the plan has no masks. */
export function zeroMaskedSteps(kernels: Kernels, { pass, batch }: Scope, steps: number, values: Block, size: number): void {
  if (pass.mask !== null) kernels.zeroMasked(steps * batch, size, pass.mask.offset, values.offset);
}

/** @throws EngineError `badConfiguration` where the source is ids. */
export function requireFeatures(source: Source, owner: string): FeatureSource {
  if (source.kind === "features") return source;
  throw new EngineError(
    "badConfiguration",
    `${owner} reads rows of real numbers, and is given ids.`,
    "Put an embedding or a one-hot layer below it.",
  );
}

/** @throws EngineError `badConfiguration` where the source is real numbers. */
export function requireIds(source: Source, owner: string): IdSource {
  if (source.kind === "ids") return source;
  throw new EngineError(
    "badConfiguration",
    `${owner} looks up ids, and is given rows of ${source.size} real numbers.`,
    "Let it read the input, and let the input be ids.",
  );
}

export const nameIn = (kind: string, { path }: Scope): string => `${kind} of ${path || "the network"}`;
