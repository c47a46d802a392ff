import { clipByGlobalNorm, clipByValue } from "../optimizers/clipping.ts";
import { chain, type Optimizer } from "../optimizers/optimizer.ts";
import { adagrad, adam, adamw, rmsprop, sgd } from "../optimizers/rules.ts";
import type { PlacedJson } from "./json.ts";

/** Clipping first (by norm, then by value), then the rule. */
export function readOptimizer(json: PlacedJson): Optimizer {
  const links: Optimizer[] = [];
  const norm = json.find("clipNorm")?.positive();
  if (norm !== undefined) links.push(clipByGlobalNorm(norm));
  const value = json.find("clipValue")?.positive();
  if (value !== undefined) links.push(clipByValue(value));
  return chain(...links, readRule(json));
}

const common = ["name", "learningRate", "clipNorm", "clipValue"];

function readRule(json: PlacedJson): Optimizer {
  const name = json.get("name").choice("sgd", "adam", "adamw", "rmsprop", "adagrad");
  const learningRate = json.get("learningRate").number();
  switch (name) {
    case "sgd": {
      json.only(...common, "momentum", "nesterov");
      return sgd({ learningRate, ...numbers(json, "momentum"), nesterov: json.find("nesterov")?.flag() ?? false });
    }
    case "adam":
      json.only(...common, "beta1", "beta2", "epsilon");
      return adam({ learningRate, ...numbers(json, "beta1", "beta2", "epsilon") });
    case "adamw":
      json.only(...common, "beta1", "beta2", "epsilon", "weightDecay");
      return adamw({ learningRate, ...numbers(json, "beta1", "beta2", "epsilon", "weightDecay") });
    case "rmsprop":
      json.only(...common, "decay", "epsilon");
      return rmsprop({ learningRate, ...numbers(json, "decay", "epsilon") });
    case "adagrad":
      json.only(...common, "epsilon");
      return adagrad({ learningRate, ...numbers(json, "epsilon") });
    default:
      return name satisfies never;
  }
}

/** Those that were given, so that for the others the defaults stand. */
function numbers<K extends string>(json: PlacedJson, ...keys: readonly K[]): Partial<Record<K, number>> {
  const found = keys.flatMap((key) => {
    const option = json.find(key);
    return option === null ? [] : [[key, option.number()] as const];
  });
  return Object.fromEntries(found) as Partial<Record<K, number>>;
}
