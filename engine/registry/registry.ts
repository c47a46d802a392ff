import { EngineError } from "../errors/errors.ts";
import { type Entry, type EntryOf, type Kind, networkKinds, type PlaceOf, type Products } from "./entry.ts";
import { checkOptions } from "./fillUp.ts";
import { withRates } from "./rates.ts";

/** Everything that can be asked for by name; the built-in entries get in by `register`, like all others. */
export class Registry {
  readonly #entries = new Map<string, Entry>();

  /** @throws EngineError `badConfiguration` if the name is taken: nobody replaces what others rely on. */
  register(...entries: readonly Entry[]): this {
    for (const entry of entries) {
      const taken = namesakes(entry.kind).find((kind) => this.#entries.has(keyOf(kind, entry.name)));
      if (taken)
        throw new EngineError("badConfiguration", `There is a ${taken} "${entry.name}" already.`, "Register another name.");
      this.#entries.set(keyOf(entry.kind, entry.name), entry);
    }
    return this;
  }

  /** In the order of their registration. */
  names(...kinds: readonly Kind[]): readonly string[] {
    return [...this.#entries.values()].filter(({ kind }) => kinds.includes(kind)).map(({ name }) => name);
  }

  /** @throws EngineError `badConfiguration` naming what was asked for and what there is. */
  get<K extends Kind>(kind: K, name: string): Entry<K> {
    return (this.find(name, kind) ?? this.#refuse(kind, name, [kind])) as Entry<K>;
  }

  /** The entry of that name among some kinds. */
  find(name: string, ...kinds: readonly Kind[]): Entry | null {
    for (const kind of kinds) {
      const found = this.#entries.get(keyOf(kind, name));
      if (found) return found;
    }
    return null;
  }

  /** The entry of that name among some kinds. @throws EngineError `badConfiguration` as {@link get}. */
  among<K extends Kind>(kinds: readonly K[], name: string): EntryOf<K> {
    const what = kinds.length > 1 ? "network" : kinds[0]!;
    return (this.find(name, ...kinds) ?? this.#refuse(what, name, kinds)) as EntryOf<K>;
  }

  /** Checks the options and builds. @throws EngineError `badConfiguration` for an unknown name or option, or one out of its limits. */
  build<K extends Kind>(kind: K, name: string, options: Readonly<Record<string, unknown>>, place: PlaceOf<K>): Products[K] {
    const entry = this.get(kind, name);
    return entry.build(withRates(this, entry.options, checkOptions(entry.options, options, `${kind} "${name}"`)), place);
  }

  #refuse(what: string, name: string, kinds: readonly Kind[]): never {
    const known = this.names(...kinds).join(", ") || "none at all";
    throw new EngineError("badConfiguration", `There is no ${what} "${name}"; there are ${known}.`, "Choose one of these.");
  }
}

/** A network's specification names a cell, a layer or a wrapper alike, so these three share their names. */
const namesakes = (kind: Kind): readonly Kind[] => (networkKinds.find((other) => other === kind) ? networkKinds : [kind]);

const keyOf = (kind: Kind, name: string): string => `${kind} ${name}`;
