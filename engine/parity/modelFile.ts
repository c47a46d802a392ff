import { formatOf } from "../containers/containers.ts";
import type { ModelSource } from "../containers/tensors/container.ts";
import { leavesFolder } from "../containers/zip/names.ts";
import { EngineError } from "../errors/errors.ts";
import type { ImportedModel } from "../frameworks/importedModel.ts";
import { importModel } from "../frameworks/importModel.ts";
import type { Weight } from "../frameworks/weight.ts";
import { CaseError } from "./json.ts";

type Json = Readonly<Record<string, unknown>>;

/** Files that lie beside a case, by their names from its folder on. */
export type FilesBeside = ReadonlyMap<string, Uint8Array>;

/** What a case may say of its model beside the file's name, where the file cannot. */
const saidBeside = ["inputSize", "embedding", "network", "readout", "hidden", "dense", "loss"];

/**
 * A case whose `model` names a file, with the network and the weights of that file written out: what the file says, and over it what the case says. A
 * case without a file stays as it is.
 *
 * @throws EngineError `badModelFile` for the file, CaseError for what the case says of it.
 */
export function withModelFile(text: string, files: FilesBeside): string {
  const parityCase = parsed(text);
  const model = parityCase?.model as Json | undefined;
  if (parityCase === null || typeof model?.file !== "string") return text;
  const imported = importModel(sourceOf(model.file, files));
  const given = saidOf(model);
  return JSON.stringify({
    ...parityCase,
    model: { ...imported.model, ...given.model },
    weights: weightsOf(imported, given.tensors),
    ...statesOf(parityCase, imported),
    steps: stepsOf(parityCase, imported),
  });
}

/**
 * Reads the files that a case needs: the one that it names, and those that go with that one. What is missing is left out, and told when
 * the case is read.
 *
 * @param read a file by its name from the case's folder on; undefined where there is none. It is asked for nothing outside that folder.
 */
export async function filesBeside(text: string, read: (name: string) => Promise<Uint8Array | undefined>): Promise<FilesBeside> {
  const files = new Map<string, Uint8Array>();
  const name = (parsed(text)?.model as Json | undefined)?.file;
  const bytes = typeof name === "string" && !leavesFolder(name) ? await read(name) : undefined;
  if (typeof name !== "string" || bytes === undefined) return files;
  files.set(name, bytes);
  for (const sibling of siblingsOf({ name, bytes })) {
    const content = await read(folderOf(name) + sibling);
    if (content !== undefined) files.set(folderOf(name) + sibling, content);
  }
  return files;
}

/** A file that is damaged has none: what is wrong with it is told when it is read. */
function siblingsOf(source: ModelSource): readonly string[] {
  try {
    return (
      formatOf(source)
        .beside?.(source)
        .filter((name) => !leavesFolder(name)) ?? []
    );
  } catch (error) {
    if (error instanceof EngineError) return [];
    throw error;
  }
}

const folderOf = (name: string): string => name.slice(0, name.lastIndexOf("/") + 1);

function sourceOf(name: string, files: FilesBeside): ModelSource {
  const bytes = files.get(name);
  if (bytes === undefined)
    throw new CaseError("invalid", "model.file", `there is no file ${JSON.stringify(name)} beside the case.`);
  return { name, bytes, sibling: (sibling) => files.get(folderOf(name) + sibling) };
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
