import type { CaseStep, Expectations, ExpectedStep } from "./case.ts";
import type { PlacedJson } from "./json.ts";
import type { ReadModel } from "./readModel.ts";
import { isJudged, stepsRead } from "./readSteps.ts";
import { type IsRead, readStates, readTensor, readTensors, type StateShapes } from "./readTensors.ts";

/** What expectations have to fit. */
export interface Expected {
  readonly model: ReadModel;
  readonly batch: number;
  readonly steps: readonly CaseStep[];
  readonly states: StateShapes;
  /** Of everything that is trained. */
  readonly weights: ReadonlyMap<string, readonly number[]>;
}

export function readExpectations(json: PlacedJson, expected: Expected): Expectations {
  json.only("losses", "steps", "weights");
  if (json.entries().length === 0) json.fail("expects nothing: give losses, steps or weights.");
  const steps = new Map<number, ExpectedStep>();
  for (const [key, step] of json.find("steps")?.entries() ?? []) {
    const place = Number(key);
    if (!(place in expected.steps)) step.fail(`there is no step ${key}; the steps are 0 to ${expected.steps.length - 1}.`);
    steps.set(place, readStep(step, expected, expected.steps[place]!));
  }
  const weights = readTensors(json.find("weights"), expected.weights, false);
  return { losses: readLosses(json.find("losses"), expected.steps), steps, weights };
}

function readLosses(json: PlacedJson | null, steps: readonly CaseStep[]): readonly number[] | null {
  if (json === null) return null;
  if (steps[0]!.targets === null) json.fail("the steps have no targets, and so no losses.");
  const losses = json.items().map((loss) => loss.number());
  return losses.length === steps.length ? losses : json.fail(`has ${losses.length} losses for ${steps.length} steps.`);
}

function readStep(json: PlacedJson, { model, batch, states, weights }: Expected, step: CaseStep): ExpectedStep {
  json.only("outputs", "logits", "probabilities", "finalState", "gradients");
  const { length, mask } = step;
  const tensor = (key: string, shape: readonly number[], isCompared: IsRead) => {
    const found = json.find(key);
    if (found !== null && shape.at(-1) === 0) found.fail('there is no dense output: give the model "dense".');
    return found && readTensor(found, shape, (i) => isCompared(Math.floor(i / shape.at(-1)!)));
  };
  if (step.targets === null) json.find("gradients")?.fail("the steps have no targets, and so no gradients.");
  const judged = isJudged(model, step);
  const ofHead = [batch, stepsRead(model, length), model.dense?.units ?? 0];
  return {
    outputs: tensor("outputs", [batch, length, model.network.outputSize], (i) => mask === null || mask[i] === 1),
    logits: tensor("logits", ofHead, judged),
    probabilities: tensor("probabilities", ofHead, judged),
    finalState: readStates(json.find("finalState"), states),
    gradients: readTensors(json.find("gradients"), weights, false),
  };
}
