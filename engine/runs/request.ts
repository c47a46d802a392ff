import type { TrainingConfig } from "../recipe/config.ts";

export interface TrainRequest {
  readonly text: string;
  readonly config: TrainingConfig;
  /** A saved model to go on from; `config.steps` and the sampling fields of `config` count, all else is the saved run's. */
  readonly model: ArrayBuffer | null;
  readonly paused: boolean;
  /**
   * One Int32, shared: the host stores 1 just before it sends `pause` or `stop`, so that a long step ends between two of its
   * time steps. The worker stores 0 when it has obeyed. Null where memory cannot be shared: then a step always ends first.
   */
  readonly interrupt: Int32Array | null;
  /** At most so many threads work on the run; as many as the machine has cores, less one, where null. */
  readonly threads: number | null;
  /** Milliseconds between two `progress` reports. */
  readonly reportEvery: number;
}
