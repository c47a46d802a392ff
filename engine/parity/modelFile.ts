import type { ModelSource } from "../containers/tensors/container.ts";
import type { ImportedModel } from "../frameworks/importedModel.ts";
import { importModel } from "../frameworks/importModel.ts";
import type { Weight } from "../frameworks/weight.ts";
import { CaseError } from "./json.ts";

type Json = Readonly<Record<string, unknown>>;

/** Opens a file that lies beside the case. The name has been checked: it leaves no folder. */
export type OpenBeside = (name: string) => ModelSource;

/** What a case may say of its model beside the file's name, where the file cannot. */
const saidBeside = ["inputSize", "embedding", "network", "readout", "hidden", "dense", "loss"];

/**
 * A case whose `model` names a file, with the network and the weights of that file written out: what the file says, and over it what the case says. A
 * case without a file stays as it is.
 *
 * @throws EngineError `badModelFile` for the file, CaseError for what the case says of it.
 */
export function withModelFile(text: string, open: OpenBeside): string {
  const parityCase = parsed(text);
  const model = parityCase?.model as Json | undefined;
  if (parityCase === null || typeof model?.file !== "string") return text;
  const imported = importModel(open(checkedName(model.file)));
  const given = saidOf(model);
  return JSON.stringify({
    ...parityCase,
    model: { ...imported.model, ...given.model },
    weights: weightsOf(imported, given.tensors),
    ...statesOf(parityCase, imported),
    steps: stepsOf(parityCase, imported),
  });
}

/** What is no JSON is told by who reads the case. */
function parsed(text: string): Json | null {
  try {
    const value = JSON.parse(text) as unknown;
    return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Json) : null;
  } catch {
    return null;
  }
}

function checkedName(name: string): string {
  const leaves = name === "" || /[\\:\0]|^\//u.test(name) || name.split("/").includes("..");
  if (leaves) throw new CaseError("invalid", "model.file", `${JSON.stringify(name)} is no file beside the case.`);
  return name;
}

function saidOf({ file: _, tensors = {}, ...model }: Json): {
  readonly model: Json;
  readonly tensors: Readonly<Record<string, string>>;
} {
  const unknown = Object.keys(model).find((key) => !saidBeside.includes(key));
  if (unknown !== undefined)
    throw new CaseError("invalid", "model", `"${unknown}" is not known here; known are file, tensors, ${saidBeside.join(", ")}.`);
  return { model, tensors: tensors as Readonly<Record<string, string>> };
}

const tensorJson = ({ shape, read }: Weight): Json => ({ shape, data: Array.from(read()) });

function weightsOf({ weights, byTensor }: ImportedModel, tensors: Readonly<Record<string, string>>): Json {
  const said = Object.entries(tensors).map(([path, name]) => {
    const weight = byTensor(name);
    if (weight === undefined)
      throw new CaseError("invalid", `model.tensors.${path}`, `there is no tensor "${name}" in the file.`);
    return [path, weight] as const;
  });
  return Object.fromEntries([...weights, ...said].map(([path, weight]) => [path, tensorJson(weight)]));
}

function statesOf(parityCase: Json, { initialState }: ImportedModel): Json {
  if (parityCase.initialState !== undefined || initialState.size === 0) return {};
  const parts = (states: Readonly<Record<string, Weight>>) =>
    Object.fromEntries(Object.entries(states).map(([name, state]) => [name, tensorJson(state)]));
  return { initialState: Object.fromEntries([...initialState].map(([path, states]) => [path, parts(states)])) };
}

/** Lengths that stand in the file are those of every batch. */
function stepsOf(parityCase: Json, { lengths }: ImportedModel): unknown {
  if (lengths === null || !Array.isArray(parityCase.steps)) return parityCase.steps;
  return parityCase.steps.map((step: Json) =>
    step.lengths === undefined && step.mask === undefined ? { ...step, lengths } : step,
  );
}
