import { EngineError, type Place } from "./errors.ts";

/** What an act throws is at this place, unless it knows a closer one. */
export const placedAt = <T>(place: Place, act: () => T): T =>
  rethrowing(act, (error) => (error.place === null ? error.at(place) : error));

/** What an act throws is within this place: its own place, or this one, from further out. */
export const placedWithin = <T>(place: Place, act: () => T): T =>
  rethrowing(act, (error) => error.at([...place, ...(error.place ?? [])]));

/** What an act throws is not about the recipe. */
export const unplaced = <T>(act: () => T): T => rethrowing(act, (error) => error.at(null));

function rethrowing<T>(act: () => T, change: (error: EngineError) => EngineError): T {
  try {
    return act();
  } catch (error) {
    throw error instanceof EngineError ? change(error) : error;
  }
}
