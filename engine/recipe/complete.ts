import { isRecord, type NamedSpec } from "../layers/networkSpec.ts";
import { checkOptions } from "../registry/fillUp.ts";
import { readNamed } from "../registry/named.ts";
import type { Registry } from "../registry/registry.ts";
import type { Task } from "../tasks/task.ts";
import { type Chosen, plainTasks, recipeOf } from "./plain.ts";
import type { RateSpec, Recipe, WholeRecipe } from "./recipe.ts";
import { recommend } from "./recommend.ts";
import { suitedSpec } from "./tokenizer.ts";
import { nameOf } from "./told.ts";

/**
 * A recipe with nothing left open: what it does not say is chosen to suit the text, as for a training without a recipe.
 * @param chosen what settings say where the recipe does not
 * @throws EngineError `badConfiguration` for an unknown name, or an option that its entry does not have.
 */
export function complete(registry: Registry, recipe: Recipe, text: string, chosen: Chosen = {}): WholeRecipe {
  const fixed = { ...chosen, ...chosenIn(registry, recipe) };
  const tokenizer = recipe.text.tokenizer ?? suitedSpec(text, fixed.tokenizer);
  const readAs = { tokenizer, letters: recipe.text.letters, keptPart: recipe.training.validation.part };
  const usual = recipeOf(registry, recommend(registry, text, fixed, readAs));
  const task = taskSpec(registry, recipe, usual);
  const { readouts, losses, usualNetwork = (plain) => plain } = taskOf(registry, task);
  const { head, training, sampling } = recipe;
  const { initializers } = training;
  return {
    ...recipe,
    text: { ...recipe.text, tokenizer },
    task,
    network: recipe.network ?? usualNetwork(usual.network),
    head: { ...head, readout: head.readout === "auto" ? readouts[0]! : head.readout },
    training: {
      ...training,
      steps: training.steps ?? usual.training.steps,
      seed: training.seed ?? usual.training.seed,
      optimizer: training.optimizer ?? usual.training.optimizer,
      learningRate: (training.learningRate ?? usual.training.learningRate) as RateSpec & Recipe["training"]["learningRate"],
      clipping: withUsualClipping(training.clipping, usual.training.clipping),
      loss: training.loss ?? losses[0]!,
      initializers: {
        ...initializers,
        kernel: initializers.kernel ?? usual.training.initializers.kernel,
        recurrentKernel: initializers.recurrentKernel ?? usual.training.initializers.recurrentKernel,
        bias: initializers.bias ?? usual.training.initializers.bias,
      },
    },
    sampling: {
      ...sampling,
      every: sampling.every ?? usual.sampling.every,
      length: sampling.length ?? usual.sampling.length,
      temperature: sampling.temperature ?? usual.sampling.temperature,
    },
  };
}

/** @throws EngineError `badConfiguration` */
export const taskOf = (registry: Registry, spec: NamedSpec): Task => {
  const { entry, options } = readNamed(registry, ["task"], spec);
  return registry.build("task", entry.name, options, null);
};

type Clipping = Recipe["training"]["clipping"];

/** The usual bound where the recipe says none: a norm of 0 says that nothing is to bound the gradient. */
function withUsualClipping(clipping: Clipping, usual: Clipping): Clipping {
  const { norm, each, value } = clipping;
  return norm === null && each === null && value === null ? usual : clipping;
}

/** What a recipe fixes of the choices that depend on one another. */
function chosenIn(registry: Registry, { text, task, training }: Recipe): Chosen {
  const { learningRate } = training;
  return {
    ...(text.tokenizer && { tokenizer: nameOf(text.tokenizer) }),
    ...(training.optimizer && { optimizer: nameOf(training.optimizer) }),
    ...(typeof learningRate === "number" && { learningRate }),
    ...(task && lengthsIn(registry, task)),
  };
}

function lengthsIn(registry: Registry, task: NamedSpec): Chosen {
  const { entry, options } = readNamed(registry, ["task"], task);
  const number = (name: string): number | undefined => (typeof options[name] === "number" ? options[name] : undefined);
  const [sequenceLength, batchSize] = [number("sequenceLength"), number("batchSize")];
  return {
    ...((plainTasks as readonly string[]).includes(entry.name) && { batching: entry.name }),
    ...(sequenceLength && { sequenceLength }),
    ...(batchSize && { batchSize }),
  };
}

/** The task with all its options, its lengths filled in where they are left to the text. */
function taskSpec(registry: Registry, recipe: Recipe, usual: WholeRecipe): NamedSpec {
  const { entry, options } = readNamed(registry, ["task"], recipe.task ?? usual.task);
  const checked: Readonly<Record<string, unknown>> = checkOptions(entry.options, options, `task "${entry.name}"`);
  const lengths = isRecord(usual.task) ? Object.values(usual.task)[0] : {};
  const filled = Object.entries(checked).map(([name, value]) => [
    name,
    value ?? (isRecord(lengths) && Object.hasOwn(lengths, name) ? lengths[name] : value),
  ]);
  return { [entry.name]: Object.fromEntries(filled) };
}
