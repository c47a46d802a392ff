import type { Kernels } from "../../kernels/kernels.ts";
import type { Scope } from "../../layers/layer.ts";
import type { LstmOptions } from "./options.ts";
import type { LstmMemory, LstmUnits } from "./units.ts";

/** The plain LSTM, for which there is one kernel that does all. */
export class PlainUnits implements LstmUnits {
  readonly mask = null;
  readonly #memory: LstmMemory;
  readonly #batch: number;
  readonly #hidden: number;
  readonly #forgetBias: number;

  constructor({ batch }: Scope, { hiddenSize, forgetBias = 0 }: LstmOptions, memory: LstmMemory) {
    this.#memory = memory;
    this.#batch = batch;
    this.#hidden = hiddenSize;
    this.#forgetBias = forgetBias;
  }

  forward(kernels: Kernels, t: number, m: number): void {
    const { gates, c, readC } = this.#memory;
    const [before, after] = [c.at(t), c.at(t + 1)];
    kernels.gatesForward(this.#batch, this.#hidden, this.#forgetBias, gates.at(t), before, after, readC.at(t), m);
  }

  backward(kernels: Kernels, t: number, dm: number): void {
    const { gates, dGates, c, dc, readC } = this.#memory;
    const [before, after] = [dc!.at(t), dc!.at(t + 1)];
    kernels.gatesBackward(this.#batch, this.#hidden, gates.at(t), c.at(t), readC.at(t), dm, after, before, dGates!.at(t));
  }

  gradients(): void {}
}
