/** What is to be trained. */
export interface TrainRequest {
  readonly text: string;
  /** Another text that tells how well this one is learned, as the recipe names it; left out or null where it names none. */
  readonly validation?: string | null;
  /**
   * A recipe, as a file or a form has it: it is checked here. Of a run that goes on from a saved model, what this one says of steps, learning
   * rate, optimizer, clipping, early stopping and sampling replaces the saved; all else is the saved run's.
   */
  readonly recipe: unknown;
  /** What settings say where the recipe says nothing, as they hold it: it is checked, too. Not of a run that goes on. */
  readonly chosen: Readonly<Record<string, unknown>>;
  /** A saved model to go on from. */
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
