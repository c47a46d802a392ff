import fc from "fast-check";
import { recipeOptions } from "../../../engine/recipe/options.ts";
import { type Kind, networkKinds } from "../../../engine/registry/entry.ts";
import type { NumberOption, Option, Schema } from "../../../engine/registry/options.ts";
import type { Registry } from "../../../engine/registry/registry.ts";

const junk: fc.Arbitrary<unknown> = fc.constantFrom<unknown>(
  null,
  true,
  "lstm",
  "adam",
  "nonsense",
  "",
  0,
  -1,
  0.5,
  1e300,
  [],
  [0.1],
  ["gru"],
  {},
  { lstm: {} },
  { lstm: { hiddenSize: 3 } },
  { stacked: [] },
  { nonsense: 1 },
  { lstm: { hiddenSize: 3 }, gru: { hiddenSize: 3 } },
  JSON.parse('{ "__proto__": { "hiddenSize": 3 } }'),
);

/**
 * Whatever has about the form of a recipe, out of all that the table and the registry say; much of it is wrong at some place.
 * @param wrong of a hundred values, how many are something else
 */
export function recipes(registry: Registry, wrong: number): fc.Arbitrary<unknown> {
  const draw = new RecipeDrawer(registry, wrong);
  return draw.group(recipeOptions, 3);
}

class RecipeDrawer {
  readonly #registry: Registry;
  readonly #wrong: number;

  constructor(registry: Registry, wrong: number) {
    this.#registry = registry;
    this.#wrong = wrong;
  }

  group(options: Schema, depth: number): fc.Arbitrary<unknown> {
    const entries = Object.entries(options);
    const required = entries.filter(([, option]) => mustBeGiven(option)).map(([name]) => name);
    const model = Object.fromEntries(entries.map(([name, option]) => [name, this.#option(option, depth)]));
    const right = fc.record(model, { requiredKeys: required });
    if (this.#wrong === 0) return right;
    const some = fc.record(model, { requiredKeys: [] });
    const more = right.map((group) => ({ ...group, nonsense: 1 }));
    return fc.oneof({ weight: 100, arbitrary: right }, { weight: this.#wrong, arbitrary: fc.oneof(some, more) });
  }

  #option(option: Option, depth: number): fc.Arbitrary<unknown> {
    const value = this.#value(option, depth);
    const maybe = mustBeGiven(option) ? value : fc.oneof(value, fc.constant(null));
    if (this.#wrong === 0) return maybe;
    return fc.oneof({ weight: 100, arbitrary: maybe }, { weight: this.#wrong, arbitrary: junk });
  }

  #value(option: Option, depth: number): fc.Arbitrary<unknown> {
    switch (option.type) {
      case "number":
        return numbers(option);
      case "flag":
        return fc.boolean();
      case "choice":
        return fc.constantFrom(...option.choices);
      case "text":
        return fc.constantFrom("", "a text", "../lstm.txt");
      case "rate":
        return this.#rate(depth);
      case "network":
        return this.#named(networkKinds, depth, []);
      case "networks":
        return fc.array(this.#named(networkKinds, depth, []), { minLength: 1, maxLength: 2 });
      case "entry":
        return this.#named([option.kind], depth, option.elsewhere ?? []);
      case "group":
        return this.group(option.options, depth);
      case "list":
        return fc.array(this.#option(option.item, depth), { maxLength: 2 });
      case "map":
        return fc.dictionary(fc.constantFrom("forward/0/kernel", "__proto__", "h"), this.#option(option.item, depth));
      default:
        return option satisfies never;
    }
  }

  #rate(depth: number): fc.Arbitrary<unknown> {
    const one = fc.constantFrom(0, 0.1, 1e9);
    const list = fc.array(one, { minLength: 1, maxLength: 2 });
    return fc.oneof(one, list, ...(depth > 0 ? [this.#named(["schedule"], depth, [])] : []));
  }

  /** Below the last depth: only what holds no more of the like. */
  #named(kinds: readonly Kind[], depth: number, elsewhere: readonly string[]): fc.Arbitrary<unknown> {
    const entries = this.#registry.names(...kinds).map((name) => this.#registry.among(kinds, name));
    const nests = ({ options }: (typeof entries)[number]) =>
      Object.values(options).some(({ type }) => type === "network" || type === "networks" || type === "rate");
    const possible = depth > 0 ? entries : entries.filter((entry) => !nests(entry) || entry.kind === "optimizer");
    const bodies = possible.map(({ name, options, alone }) => {
      const own = Object.fromEntries(Object.entries(options).filter(([option]) => !elsewhere.includes(option)));
      const body = this.group(own, depth - 1);
      const whole = alone === undefined ? body : fc.oneof(body, this.#value(options[alone]!, depth - 1));
      return whole.map((value) => ({ [name]: value }));
    });
    return fc.oneof(...bodies);
  }
}

/** Whether the check asks for it: an empty group has nothing but what may be left out. */
const mustBeGiven = (option: Option): boolean =>
  option.fallback === undefined && (option.type === "group" ? Object.values(option.options).some(mustBeGiven) : true);

/** At the limits, within them, and of the other kind of number. */
function numbers({ minimum, maximum, exclusive, integer }: NumberOption): fc.Arbitrary<number> {
  const most = exclusive ? maximum - 2 ** -20 : maximum;
  const within = [minimum, most, 1, 2, ...(integer ? [] : [0.5, 0.25])].filter((value) => value >= minimum && value <= most);
  return fc.constantFrom(...within);
}
