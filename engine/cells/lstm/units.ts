import type { Kernels } from "../../kernels/kernels.ts";
import type { Scope } from "../../layers/layer.ts";
import type { Block } from "../../memory/block.ts";
import { type LstmOptions, lstmActivations } from "./options.ts";
import { OptionUnits } from "./optionUnits.ts";
import { PlainUnits } from "./plainUnits.ts";

/** Memory that an LSTM's units work on. */
export interface LstmMemory {
  /** i f g o, [T, N, 4H]. */
  readonly gates: Block;
  readonly dGates: Block | null;
  /** [T + 1, N, H] */
  readonly c: Block;
  readonly dc: Block | null;
  /** tanh c, or another activation of it, [T, N, H]. */
  readonly readC: Block;
}

/** What an LSTM does unit by unit: from pre-activations and c₋ to m = o · tanh c, and back. */
export interface LstmUnits {
  /** [T, N, H] on g; null without dropout there. */
  readonly mask: Block | null;
  /** @param m [N, H], overwritten. */
  forward(kernels: Kernels, t: number, m: number): void;
  /** @param dm [N, H] */
  backward(kernels: Kernels, t: number, dm: number): void;
  /** Adds the gradients of parameters that are the units' own, for all steps at once. @param rows T · N */
  gradients(kernels: Kernels, rows: number): void;
}

export function lstmUnits(scope: Scope, options: LstmOptions, memory: LstmMemory): LstmUnits {
  return isPlain(options) ? new PlainUnits(scope, options, memory) : new OptionUnits(scope, options, memory);
}

function isPlain(options: LstmOptions): boolean {
  const { peepholes, cellClip, gateClip, inputForget, candidateDropout } = options;
  const { candidate, state, gate } = lstmActivations(options);
  if (peepholes || cellClip || gateClip || inputForget || candidateDropout) return false;
  return candidate === "tanh" && state === "tanh" && gate === "sigmoid";
}
