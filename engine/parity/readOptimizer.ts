import { clipByGlobalNorm, clipByValue } from "../optimizers/clipping.ts";
import { chain, type Optimizer } from "../optimizers/optimizer.ts";
import { adagrad, adam, sgd } from "../optimizers/rules.ts";
import type { PlacedJson } from "./json.ts";

/** Clipping first (by norm, then by value), then the rule. */
export function readOptimizer(json: PlacedJson): Optimizer {
  const links: Optimizer[] = [];
  const norm = json.find("clipNorm")?.number();
  if (norm !== undefined) links.push(clipByGlobalNorm(norm));
  const value = json.find("clipValue")?.number();
  if (value !== undefined) links.push(clipByValue(value));
  return chain(...links, readRule(json));
}

const common = ["name", "learningRate", "clipNorm", "clipValue"];

function readRule(json: PlacedJson): Optimizer {
  const name = json.get("name").choice("sgd", "adam", "adamw", "rmsprop", "adagrad");
  const learningRate = json.get("learningRate").number();
  const option = (key: string) => json.find(key)?.number();
  switch (name) {
    case "sgd":
      json.only(...common, "momentum", "nesterov");
      if ((option("momentum") ?? 0) !== 0) json.unsupported("momentum is not supported yet.");
      return sgd({ learningRate });
    case "adam":
      json.only(...common, "beta1", "beta2", "epsilon");
      return adam({ learningRate, ...given({ beta1: option("beta1"), beta2: option("beta2"), epsilon: option("epsilon") }) });
    case "adagrad":
      json.only(...common, "epsilon");
      return adagrad({ learningRate, ...given({ epsilon: option("epsilon") }) });
    case "adamw":
    case "rmsprop":
      return json.unsupported(`the optimizer "${name}" is not supported yet; sgd, adam and adagrad are.`);
    default:
      return name satisfies never;
  }
}

/** Without what was not given, so that defaults stand. */
function given<K extends string>(options: Record<K, number | undefined>): Partial<Record<K, number>> {
  const present = Object.entries(options).filter(([, value]) => value !== undefined);
  return Object.fromEntries(present) as Partial<Record<K, number>>;
}
