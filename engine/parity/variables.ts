import type { SequenceModel } from "../model/sequenceModel.ts";
import { weightsOf } from "../model/weights.ts";
import type { Run, Variable, Weights } from "../optimizers/optimizer.ts";
import type { ParityCase } from "./case.ts";
import { eachElement } from "./layouts.ts";

/** The model's weights, one by one as the case's framework has them: its joint kernel is two of ours, and each gate's kernel a part of one. */
export function weightsOfCase(parityCase: ParityCase, model: SequenceModel): Weights {
  return { ...weightsOf(model), variables: variablesOf(parityCase, model) };
}

function variablesOf({ cells }: ParityCase, model: SequenceModel): readonly Variable[] {
  const ours = new Map(model.parameters.map((parameter) => [parameter.path, parameter]));
  const shared = new Set<string>();
  const variables = cells.flatMap(({ path, layout, inputSize, hiddenSize }) =>
    layout.parameters(inputSize, hiddenSize).map((parameter): Variable => {
      const elements: number[] = [];
      eachElement(parameter, (_index, { parameter: name, row, column }) => {
        const { offset, columns } = ours.get(path + name)!;
        elements.push(offset + row * columns + column);
        shared.add(path + name);
      });
      return { path: path + parameter.name, runs: runsOf(elements) };
    }),
  );
  const others = weightsOf(model).variables.filter(({ path }) => !shared.has(path));
  return [...variables, ...others];
}

/** Elements in any order, as stretches without gaps. */
function runsOf(elements: readonly number[]): readonly Run[] {
  const runs: { from: number; size: number }[] = [];
  for (const place of elements.toSorted((a, b) => a - b)) {
    const last = runs.at(-1);
    if (last !== undefined && last.from + last.size === place) last.size++;
    else runs.push({ from: place, size: 1 });
  }
  return runs;
}
