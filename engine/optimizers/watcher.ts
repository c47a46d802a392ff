import * as v from "valibot";

/** What survives `JSON.parse(JSON.stringify(x))` unchanged, of one watcher. */
export type WatcherState = Readonly<Record<string, number | null>>;

/**
 * A part of a learning rate that depends on a loss. Who trains tells it the loss that is watched, the validation's as a rule, each time that
 * there is a new one, between two steps; and saves and restores it with the weights, so that a continued run goes on to the same numbers.
 */
export interface Watcher {
  note(loss: number): void;
  save(): WatcherState;
  /** @param state what {@link save} gave, possibly through a file. @throws ValiError where it is none. */
  restore(state: unknown): void;
}

interface Watched {
  readonly watchers?: readonly Watcher[];
}

/** Tells all watchers of an optimizer. */
export function noteLoss({ watchers = [] }: Watched, loss: number): void {
  for (const watcher of watchers) watcher.note(loss);
}

/** Of all watchers of an optimizer, in order; an empty list for most. */
export const saveWatchers = ({ watchers = [] }: Watched): readonly WatcherState[] => watchers.map((watcher) => watcher.save());

/** @throws ValiError where the states are not those of these watchers. */
export function restoreWatchers({ watchers = [] }: Watched, states: unknown): void {
  const saved = v.parse(v.pipe(v.array(v.unknown()), v.length(watchers.length)), states);
  for (const [place, watcher] of watchers.entries()) watcher.restore(saved[place]);
}
