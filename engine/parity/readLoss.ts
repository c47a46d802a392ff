import type { NamedSpec } from "../layers/networkSpec.ts";
import { type MeanName, means } from "../losses/loss.ts";
import type { PlacedJson } from "./json.ts";

/** A loss of the format, as ours, and what decides which targets fit it. */
export interface ReadLoss {
  readonly spec: NamedSpec;
  /** Ids, or numbers: for softmax cross-entropy the classes' probabilities. */
  readonly targets: "ids" | "probabilities" | "numbers";
  readonly mean: MeanName;
  readonly ignore: number | null;
  /** What the weights cost; null for nothing. */
  readonly penalty: { readonly l2: number; readonly weights: readonly PlacedJson[] } | null;
}

const names = ["softmaxCrossEntropy", "meanSquaredError", "meanAbsoluteError", "binaryCrossEntropy"] as const;
const common = ["name", "mean", "divideBy", "penalty"] as const;

/**
 * `"softmaxCrossEntropy"`, or `{ "name": "softmaxCrossEntropy", "mean": "all", … }`.
 * @param json null where the case leaves it out.
 * @param withIds whether the case's targets are ids.
 */
export function readLoss(json: PlacedJson | null, units: number, withIds: boolean): ReadLoss {
  const given = json === null || typeof json.value === "string" ? null : json;
  const name = (given === null ? json : given.get("name"))?.choice(...names) ?? "softmaxCrossEntropy";
  const isSoftmax = name === "softmaxCrossEntropy";
  if (!isSoftmax && withIds) json?.fail(`the targets of "${name}" are numbers, not ids.`);
  given?.only(...common, ...(isSoftmax ? ["ignore", "labelSmoothing", "classWeights"] : []));
  const mean = given?.find("mean")?.choice(...means) ?? "valid";
  const ignore = given?.find("ignore")?.count(-(2 ** 31)) ?? null;
  const options = { mean, ...readDivisor(given, mean), ...(isSoftmax ? readClasses(given, units, withIds) : {}) };
  const penalty = given?.find("penalty")?.only("l2", "weights") ?? null;
  return {
    spec: { [name]: { ...options, ...(ignore === null ? {} : { ignore }), ...(isSoftmax && !withIds ? probabilities : {}) } },
    targets: isSoftmax ? (withIds ? "ids" : "probabilities") : "numbers",
    mean,
    ignore,
    penalty: penalty && { l2: penalty.get("l2").number(), weights: penalty.get("weights").items() },
  };
}

const probabilities = { targets: "probabilities" } as const;

function readDivisor(json: PlacedJson | null, mean: MeanName) {
  const given = json?.find("divideBy");
  if (!given) return {};
  if (mean !== "valid") given.fail(`is of the mean "valid" alone, and this one is "${mean}".`);
  return { divideBy: given.choice("weights", "steps") };
}

function readClasses(json: PlacedJson | null, units: number, withIds: boolean) {
  for (const key of ["ignore", "classWeights"])
    if (!withIds) json?.find(key)?.fail("needs targets that are ids, and these are probabilities.");
  const smoothing = json?.find("labelSmoothing");
  const labelSmoothing = smoothing?.number() ?? 0;
  if (labelSmoothing < 0 || labelSmoothing > 1) smoothing?.fail(`must be from 0 to 1, is ${labelSmoothing}.`);
  const weights = json?.find("classWeights");
  if (!weights) return { labelSmoothing };
  const classWeights = weights.items().map((weight) => {
    const value = weight.number();
    return value >= 0 ? value : weight.fail(`must be from 0 on, is ${value}.`);
  });
  if (classWeights.length !== units) weights.fail(`has ${classWeights.length} weights for ${units} units.`);
  return { labelSmoothing, classWeights };
}
