import fc from "fast-check";
import type { Option } from "../../../engine/registry/options.ts";
import type { Registry } from "../../../engine/registry/registry.ts";
import { networksOf, networksOnIds } from "../engine/gradients/drawNetwork.ts";

/** Steps between two validations, samples or forecasts: so that what is due at the last step of a half is due in the middle of the whole, too. */
const everies = fc.constantFrom(1, 3);

/** A recipe for a run of some steps on a small text or table. */
export interface DrawnRecipe {
  readonly text: "tokens" | "numbers";
  readonly recipe: Recipe;
}

type Recipe = Readonly<Record<string, unknown>> & { readonly training: Readonly<Record<string, unknown>> };

/**
 * Small recipes for every task, head, optimizer, schedule and clipping. Most can be trained; the others put together what does not go
 * together (a network that looks ahead on streams, a tied output without an embedding), which is to be refused.
 */
export function smallRecipes(registry: Registry): fc.Arbitrary<DrawnRecipe> {
  const size = fc.integer({ min: 1, max: 4 });
  return fc.record({ size, task: tasks, depth: fc.constantFrom(0, 0, 1) }).chain(({ size: units, task, depth }) => {
    const isSeries = "series" in task;
    return fc
      .record({
        text: isSeries ? fc.constant({}) : fc.record({ tokenizer: fc.constantFrom("character", "word") }),
        task: fc.constant(task),
        network: isSeries ? networksOf(units, depth) : networksOnIds(units, depth),
        head: headsOf(task, units),
        training: trainings(registry, isSeries),
        sampling: fc.record({
          every: everies,
          length: fc.constant(4),
          temperature: fc.constantFrom(0, 0.8, 1),
          topK: fc.constantFrom(null, 3),
          topP: fc.constantFrom(null, 0.9),
        }),
      })
      .map((recipe) => ({ text: isSeries ? "numbers" : "tokens", recipe }));
  });
}

type TaskSpec = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

const lengths = { sequenceLength: fc.integer({ min: 1, max: 4 }), batchSize: fc.integer({ min: 1, max: 3 }) };

const tasks: fc.Arbitrary<TaskSpec> = fc.oneof(
  fc.record({ ...lengths, carry: fc.constantFrom("all", "all", "h", "none") }).map((streams) => ({ streams })),
  fc.record({ ...lengths, start: fc.constantFrom(null, 3), numpySeed: fc.constantFrom(null, 7) }).map((windows) => ({ windows })),
  fc
    .record({ left: fc.integer({ min: 0, max: 2 }), right: fc.integer({ min: 0, max: 2 }), batchSize: lengths.batchSize })
    .map((blank) => ({ blank })),
  fc
    .record({
      ...lengths,
      horizon: fc.constantFrom(1, 2),
      carry: fc.constantFrom("none", "all"),
      targets: fc.constantFrom([], ["height"]),
      scaling: fc.constantFrom("standard", "minMax", "none"),
    })
    .map((series) => ({ series })),
);

function headsOf(task: TaskSpec, units: number): fc.Arbitrary<object> {
  const readsAll = "streams" in task || task.series?.carry === "all";
  const embedding = fc.constantFrom(null, null, { size: 3 }, { size: units, padding: 1 });
  return fc
    .record({
      readout: readsAll ? fc.constantFrom("auto", "all") : fc.constantFrom("auto", "last", "mean", "final"),
      embedding: "series" in task ? fc.constant(null) : embedding,
      hidden: fc.constantFrom([], [], [{ units: 3, activation: "tanh" }]),
      bias: fc.boolean(),
      tied: fc.constantFrom(false, false, false, true),
      initialState: fc.constantFrom("zero", "learned"),
    })
    .map(({ tied, ...head }) => ({ ...head, tied: tied && head.hidden.length === 0 && !("series" in task) }));
}

const rates: readonly unknown[] = [
  0.01,
  [0.02, 0.01, 0.005],
  { list: [0.01, 0.02] },
  { cosine: { rate: 0.02, over: 5 } },
  { warmUp: { steps: 2, schedule: { exponential: { rate: 0.02, factor: 0.9 } } } },
  { step: { rate: 0.02, factor: 0.5, every: 2 } },
  { inverseTime: { rate: 0.02, decay: 0.3 } },
  { polynomial: { rate: 0.02, over: 4, power: 2 } },
  { plateau: { rate: 0.02, factor: 0.5, patience: 0 } },
];

const clippings: readonly unknown[] = [
  {},
  { norm: 0 },
  { norm: 0.2 },
  { norm: 0.2, epsilon: 1e-6 },
  { each: 0.1 },
  { value: 0.05 },
  { norm: 1, each: 0.1, value: 0.05 },
];

function trainings(registry: Registry, isSeries: boolean): fc.Arbitrary<Readonly<Record<string, unknown>>> {
  const losses = isSeries ? numberLosses : tokenLosses;
  return fc.record({
    seed: fc.nat({ max: 1000 }),
    precision: fc.constantFrom("float32", "float32", "float64"),
    optimizer: optimizers(registry),
    learningRate: fc.constantFrom(...rates),
    clipping: fc.constantFrom(...clippings),
    loss: fc.constantFrom(...losses),
    gradient: fc.constantFrom("mean", "mean", "sum"),
    initializers: fc.record({
      kernel: fc.constantFrom("glorotUniform", { uniform: 0.3 }, "heNormal"),
      recurrentKernel: fc.constantFrom("orthogonal", "glorotUniform"),
      bias: fc.constantFrom("zeros", { constant: 0.1 }),
    }),
    validation: fc.record({ part: fc.constantFrom(0, 0.3), every: everies }),
    earlyStopping: fc.constantFrom(null, { patience: 9 }),
    explosion: fc.constantFrom("stop", "ignore"),
  });
}

const numberLosses = ["meanSquaredError", "meanAbsoluteError", { meanSquaredError: { mean: "all" } }];
const tokenLosses = [
  "softmaxCrossEntropy",
  { softmaxCrossEntropy: { labelSmoothing: 0.1 } },
  { softmaxCrossEntropy: { ignore: 3 } },
  { softmaxCrossEntropy: { classWeights: [1, 2] } },
];

/** Every optimizer with its options, as the registry has them; options that do not go together are refused. */
function optimizers(registry: Registry): fc.Arbitrary<unknown> {
  return fc.oneof(
    ...registry.names("optimizer").map((name) => {
      const { learningRate: _, ...options } = registry.get("optimizer", name).options;
      const drawn = Object.entries(options).map(([option, schema]) => [option, optionValues(schema)] as const);
      const some = fc.record(Object.fromEntries(drawn), { requiredKeys: [] });
      return fc.oneof(
        fc.constant(name),
        some.map((given) => ({ [name]: given })),
      );
    }),
  );
}

function optionValues(option: Option): fc.Arbitrary<unknown> {
  const left = fc.constant(option.fallback ?? null);
  switch (option.type) {
    case "flag":
      return fc.oneof(left, fc.boolean());
    case "choice":
      return fc.oneof(left, fc.constantFrom(...option.choices));
    case "number":
      return fc.oneof(left, fc.constantFrom(0, 0.01, 0.9));
    case "list":
      return fc.oneof(left, fc.constantFrom(["*kernel"], ["nothing/*"]));
    default:
      return left;
  }
}
