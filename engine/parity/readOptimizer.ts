import { EngineError } from "../errors/errors.ts";
import { chain } from "../optimizers/chain.ts";
import { formulaNames } from "../optimizers/formulas.ts";
import type { Link, Optimizer } from "../optimizers/optimizer.ts";
import { createRegistry } from "../registry/builtins/createRegistry.ts";
import type { Kind } from "../registry/entry.ts";
import type { Option } from "../registry/options.ts";
import type { PlacedJson } from "./json.ts";

/** How a framework has the gradient of an embedding whose rows are looked up several times. */
export const lookUpUses = ["summed", "clippedSeparately", "separate"] as const;
export type LookUpUse = (typeof lookUpUses)[number];

/** What an optimizer of a case has to fit. */
export interface OptimizedWeights {
  /** Of all that is trained, as the case calls them. */
  readonly paths: readonly string[];
  /** Steps of the case. */
  readonly steps: number;
  /** Null where the case has none. `summed`: why TensorFlow has its gradient as a sum here, such as `dense.tied`; null where it has a list. */
  readonly embedding: { readonly uses: LookUpUse; readonly summed: string | null } | null;
}

const registry = createRegistry();

/** Of each rule the options that the format knows; `learningRate`, `formula` and those of every rule beside them. */
const known = {
  sgd: ["momentum", "nesterov"],
  adam: ["beta1", "beta2", "epsilon", "amsgrad"],
  adamw: ["beta1", "beta2", "epsilon", "amsgrad"],
  rmsprop: ["decay", "epsilon", "momentum", "centered"],
  adagrad: ["epsilon", "initialAccumulator"],
} as const;
const common = ["learningRate", "formula", "l2", "weightDecay", "decayOnly", "onlyUsedRows"] as const;
const clippings = ["clipNorm", "clipNormEach", "clipValue"] as const;

/** Clipping first, then the rule. @throws CaseError */
export function readOptimizer(json: PlacedJson, weights: OptimizedWeights): Optimizer {
  const name = json.get("name").choice("sgd", "adam", "adamw", "rmsprop", "adagrad");
  json.only("name", ...common, ...known[name], ...clippings);
  requireLists(json, weights);
  return chain(...readClipping(json, weights), readRule(json, name, weights));
}

function readRule(json: PlacedJson, name: keyof typeof known, { paths, steps, embedding }: OptimizedWeights): Optimizer {
  const { options } = registry.get("optimizer", name);
  const given: Record<string, unknown> = {};
  for (const key of [...common, ...known[name]]) {
    const value = json.find(key);
    if (value !== null) given[key] = readOption(value, options[key]!, steps);
  }
  for (const path of json.find("decayOnly")?.items() ?? [])
    if (!paths.includes(path.text())) path.fail(`there is no weight "${path.text()}"; there are ${paths.join(", ")}.`);
  if (embedding?.uses === "separate" && "lookUps" in options) given.lookUps = "separate";
  return build(json, "optimizer", name, given) as Optimizer;
}

function readOption(json: PlacedJson, option: Option, steps: number): unknown {
  switch (option.type) {
    case "number":
      return json.number();
    case "flag":
      return json.flag();
    case "choice":
      return json.choice(...formulaNames);
    case "list":
      return json.items().map((item) => item.text());
    case "rate":
      return Array.isArray(json.value) ? readRates(json, steps) : json.number();
    default:
      return json.unsupported(`an option of the type "${option.type}" is not read here.`);
  }
}

function readRates(json: PlacedJson, steps: number): readonly number[] {
  const rates = json.items().map((rate) => rate.number());
  return rates.length === steps ? rates : json.fail(`has ${rates.length} rates for ${steps} steps.`);
}

function readClipping(json: PlacedJson, { embedding }: OptimizedWeights): readonly Link[] {
  const [given, second] = clippings.filter((key) => json.find(key) !== null);
  if (given === undefined) return [];
  if (second !== undefined) json.fail(`"${given}" and "${second}" clip both; a case clips in one way at most.`);
  const lookUps = (embedding?.uses ?? "summed") === "summed" ? "summed" : "separate";
  const value = json.get(given);
  switch (given) {
    case "clipNorm":
      return [build(value, "clipping", "globalNorm", { ...readBound(value), lookUps }) as Link];
    case "clipNormEach":
      return [build(value, "clipping", "normEach", { bound: value.positive(), lookUps }) as Link];
    case "clipValue":
      return [build(value, "clipping", "value", { bound: value.positive(), lookUps }) as Link];
    default:
      return given satisfies never;
  }
}

function readBound(json: PlacedJson): { readonly bound: number; readonly epsilon?: number } {
  if (typeof json.value === "number") return { bound: json.positive() };
  json.only("bound", "epsilon");
  const epsilon = json.find("epsilon")?.number();
  return { bound: json.get("bound").positive(), ...(epsilon === undefined ? {} : { epsilon }) };
}

/** What asks for the gradient of an embedding as a list of look-ups needs one that is such a list. */
function requireLists(json: PlacedJson, { embedding }: OptimizedWeights): void {
  const rows = json.find("onlyUsedRows");
  if (rows?.flag() && embedding === null) rows.fail("this network has no embedding whose rows are looked up.");
  if (embedding === null || embedding.summed === null) return;
  const reason = `${embedding.summed} makes the embedding's gradient a sum, in TensorFlow too`;
  if (rows?.flag()) rows.fail(`${reason}: all its rows are used.`);
  if (embedding.uses !== "summed") json.fail(`${reason}: its look-ups cannot be ${embedding.uses}.`);
}

/** What the registry refuses is refused at its place in the file. */
function build(json: PlacedJson, kind: Kind, name: string, options: Readonly<Record<string, unknown>>): unknown {
  try {
    return registry.build(kind, name, options, null as never);
  } catch (error) {
    if (error instanceof EngineError) json.fail(error.message);
    throw error;
  }
}
