import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EngineError } from "../../../engine/errors/errors.ts";
import { readModelFile } from "../../../engine/formats/modelFile.ts";
import { isRecord, type NetworkSpec } from "../../../engine/layers/networkSpec.ts";
import { createRegistry } from "../../../engine/registry/builtins/createRegistry.ts";
import type { TrainRequest } from "../../../engine/runs/request.ts";
import type { RunEnd } from "../../../engine/worker/protocol.ts";
import { multiplies } from "../engine/gradients/drawNetwork.ts";
import { rounding } from "../kernels/desk.ts";
import { fable, orderOf } from "./configs.ts";
import { type DrawnRecipe, smallRecipes } from "./drawRecipe.ts";
import { EngineThread } from "./engineThread.ts";

/** `npm run fuzz` draws for so many minutes, from a seed of the day; otherwise some seconds, always the same. */
const minutes = Number(process.env.FUZZ_MINUTES ?? 0);
const seed = minutes > 0 ? Number(process.env.FUZZ_SEED ?? Date.now() % 2 ** 31) : 20_240_601;
const limits = minutes > 0 ? { numRuns: 1e9, interruptAfterTimeLimit: minutes * 60_000 } : { numRuns: 150 };
const timeout = minutes > 0 ? minutes * 60_000 + 60_000 : 120_000;

const texts = { tokens: fable, numbers: readFileSync("media/sample/tides.csv", "utf8").slice(0, 600) };

type Order = Pick<TrainRequest, "text" | "recipe" | "model">;

async function train(engine: EngineThread, { text, recipe }: DrawnRecipe, steps: number, model: ArrayBuffer | null = null) {
  engine.reports.length = 0;
  const order: Order = { text: texts[text], recipe: { ...recipe, training: { ...recipe.training, steps } }, model };
  const description = await engine.client.call("train", { ...orderOf(), ...order });
  const end = await Promise.race([engine.ended(), death(engine)]);
  const told = engine.reports.filter(({ type }) => type === "sample" || type === "validated" || type === "forecast");
  return { description, end, losses: engine.losses, told, file: await engine.client.call("save", null) };
}

/** A run whose thread dies would be waited for in vain. */
const death = (engine: EngineThread): Promise<never> =>
  new Promise((_, reject) => {
    engine.client.onDeath(reject);
  });

const inFloat64 = ({ text, recipe }: DrawnRecipe): DrawnRecipe => ({
  text,
  recipe: { ...recipe, training: { ...recipe.training, precision: "float64" } },
});

/** Null where it is refused. */
async function trainOrRefuse(engine: EngineThread, drawn: DrawnRecipe, steps: number) {
  try {
    return await train(engine, drawn, steps);
  } catch (error) {
    expect(error).toBeInstanceOf(EngineError);
    const { code, message, advice } = error as EngineError;
    expect(code, message).toBe("badConfiguration");
    expect([message.length > 10, advice.length > 5], message).toEqual([true, true]);
    expect(engine.reports).toEqual([]);
    return null;
  }
}

const kinds = (told: readonly { readonly type: string }[]): string[] => told.map(({ type }) => type);

describe(`recipes drawn by chance (seed ${seed})`, () => {
  it("go on from a file of their middle to the bits of one run", { timeout }, async () => {
    const engine = new EngineThread();
    const counts = { trained: 0, refused: 0, diverged: 0 };
    const property = fc.asyncProperty(smallRecipes(createRegistry()), async (drawn) => {
      const whole = await trainOrRefuse(engine, drawn, 6);
      counts[whole === null ? "refused" : whole.end.failure === null ? "trained" : "diverged"]++;
      if (whole === null) return;
      if (whole.end.failure !== null) return requireDivergence(whole);
      expect(whole.end).toMatchObject({ reason: "finished", step: 6 });
      const first = await train(engine, drawn, 3);
      // A run that ends while its loss is exploded goes back to sound weights; the longer one may have come down again.
      if (first.end.failure !== null) return requireDivergence(first);
      const second = await train(engine, drawn, 6, first.file.slice(0));
      expect([...first.losses, ...second.losses]).toEqual(whole.losses);
      expect(kinds([...first.told, ...second.told])).toEqual(kinds(whole.told));
      expect([...first.told, ...second.told]).toEqual(whole.told);
      expect(Buffer.compare(Buffer.from(second.file), Buffer.from(whole.file)), "files differ").toBe(0);
      await ask(engine, drawn, whole.file);
      if (drawn.recipe.training.precision === "float32")
        requireLosses(drawn, whole.losses, (await train(engine, inFloat64(drawn), 6)).losses);
    });
    await fc.assert(property, { ...limits, seed, endOnFailure: true });
    // Else it would show nothing.
    expect(counts.trained).toBeGreaterThan(counts.refused / 4);
  });
});

/**
 * Float32 on the kernels of this machine against float64 on the reference kernels. A loss has the roundings of some tens of operations one
 * after the other. From the first update on there is more: a rule that divides by a root of squares moves a weight whose gradient is nothing
 * but rounding by a whole rate, up or down; the loss hardly depends on such a weight, so it differs by the order of that move's square.
 */
function requireLosses({ recipe }: DrawnRecipe, losses: readonly number[], precise: readonly number[]): void {
  // RMSprop's first step divides by √(1 - decay) of the gradient, 0.1 at the usual decay.
  const largestMove = 0.02 * (JSON.stringify(recipe.training.optimizer).includes("rmsprop") ? 10 : 1);
  const distance = (step: number) => Math.abs(losses[step]! - precise[step]!) / Math.max(1, precise[step]!);
  expect(distance(0)).toBeLessThan(64 * rounding);
  if (!isSmooth(recipe)) return;
  for (const step of precise.keys()) expect(distance(step), `step ${step + 1}`).toBeLessThan(largestMove ** 2);
}

/**
 * Whether roundings stay small: gates that are no fractions multiply them, a variance of one step is nothing but rounding, and numbers that
 * are not scaled saturate units, whose slope is then 0 in one precision and not in the other; the slope of an absolute error jumps at 0.
 */
const isSmooth = ({ task, network, training }: DrawnRecipe["recipe"]): boolean =>
  !multiplies(network as NetworkSpec) &&
  !JSON.stringify(training.optimizer).includes('"centered":true') &&
  boundsItsSteps(training.optimizer) &&
  training.loss !== "meanAbsoluteError" &&
  !JSON.stringify(task).includes('"scaling":"none"');

/** Adam moves a weight by a few rates at most where beta1² < beta2 (Kingma and Ba, 2015, section 2.1); else by m / √v of any size. */
function boundsItsSteps(optimizer: unknown): boolean {
  const [options] = isRecord(optimizer) ? Object.values(optimizer) : [];
  const { beta1, beta2 } = { beta1: null, beta2: null, ...(options as object) };
  return (beta2 ?? 0.999) > (beta1 ?? 0.9) ** 2;
}

/** Such as by an epsilon of 0: then sound weights are kept, and there is something to try. */
function requireDivergence({ end, file }: { readonly end: RunEnd; readonly file: ArrayBuffer }): void {
  expect(end).toMatchObject({ reason: "diverged", failure: { code: "diverged", advice: expect.stringContaining("Try") } });
  expect(readModelFile(file).trainer.values.every(Number.isFinite)).toBe(true);
}

/** What the model can be asked, it answers with probabilities. */
async function ask(engine: EngineThread, { recipe }: DrawnRecipe, file: ArrayBuffer): Promise<void> {
  const { can, contextTokens, vocabularySize } = await engine.client.call("load", file);
  if (!can.predict && can.fill === null) return;
  const asked = { context: "Long ago, the mice", after: " had a general", contextTokens, count: 5, actual: "" };
  const { candidates } = await engine.client.call("predict", asked);
  // The state of one that multiplies may grow beyond all numbers while it reads: then it says nothing.
  if (isSmooth(recipe)) expect(candidates.length).toBeGreaterThan(0);
  expect(vocabularySize).toBeGreaterThan(0);
  // A network that is sure of something else gives a word no probability at all.
  expect(candidates.filter(({ probability }) => !(probability >= 0 && probability <= 1))).toEqual([]);
}
