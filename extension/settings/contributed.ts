import { mostThreads } from "../../engine/kernels/threads.ts";
import { type Plain, plainOptions } from "../../engine/recipe/plain.ts";
import type { ChoiceOption, NumberOption, Option } from "../../engine/registry/options.ts";
import type { Registry } from "../../engine/registry/registry.ts";

/** A setting as `package.json` contributes it. */
export type Contributed = Readonly<Record<string, unknown>>;

export interface Section {
  readonly title: string;
  readonly order: number;
  readonly properties: Readonly<Record<string, Contributed>>;
}

/** What an empty setting means, and what of a name its entry's own line does not say. */
const empty: { readonly [K in keyof Plain]: string } = {
  tokenizer:
    "What suits the text: words for small prose and verse; characters for a larger text, for scripts without blanks, programs, tables and lists.",
  batching: "Windows for a small text of words, streams otherwise.",
  cell: "LSTM.",
  kernelInitializer: "Glorot uniform.",
  recurrentInitializer: "Orthogonal.",
  optimizer: "Adam.",
  sequenceLength: "3 words, 16 characters in windows, 32 tokens in streams.",
  batchSize: "8, or fewer where the text is short.",
  hiddenSize: "64 for a small text, 96 for a larger one.",
  layers: "1.",
  forgetBias: "1.",
  initializerScale: "0.1.",
  learningRate:
    "0.002 (words) or 0.005 (characters) for optimizers that scale each weight's step, 0.05 for Adagrad, 0.5 for SGD.",
  clipNorm: "5.",
  steps: "5,000, and 20,000 for a text of fewer than 20,000 characters.",
  seed: "1.",
  sampleEvery: "100.",
  sampleLength: "40 words or 200 characters.",
  temperature: "1.",
};

/** Kinds of entries by the word that names one. */
const kinds = {
  tokenizer: "tokenizer",
  batching: "task",
  cell: "cell",
  kernelInitializer: "initializer",
  recurrentInitializer: "initializer",
  optimizer: "optimizer",
} as const;

const resource = { scope: "resource" } as const;

/** Everything that does not decide a run's numbers, and so is no part of a recipe. */
const others = {
  maxFileSize: {
    type: "number",
    default: 64,
    minimum: 1,
    maximum: 512,
    markdownDescription: "Megabytes. A larger file is refused; from 16 MB on the cost is told first.",
    ...resource,
  },
  threads: {
    type: ["integer", "null"],
    default: null,
    minimum: 1,
    maximum: mostThreads,
    markdownDescription:
      "At most so many threads train one network. Empty: as many as the processor has cores, less one for the editor. The numbers of a run do not depend on it.",
    scope: "machine-overridable",
  },
  "hover.enabled": {
    type: "boolean",
    default: true,
    markdownDescription: "Show what the model expects when the pointer rests on a word of a trained file.",
    ...resource,
  },
  "hover.candidates": {
    type: "integer",
    default: 5,
    minimum: 1,
    maximum: 20,
    markdownDescription: "How many of the most probable words a hover shows.",
    ...resource,
  },
} as const;

const sections: readonly (readonly [title: string, names: readonly string[]])[] = [
  ["Text", ["tokenizer", "batching", "sequenceLength", "batchSize", "maxFileSize"]],
  ["Network", ["cell", "hiddenSize", "layers", "forgetBias", "kernelInitializer", "recurrentInitializer", "initializerScale"]],
  ["Training", ["optimizer", "learningRate", "clipNorm", "steps", "seed", "threads"]],
  ["Samples and hovers", ["sampleEvery", "sampleLength", "temperature", "hover.enabled", "hover.candidates"]],
];

/** The settings that `package.json` has: generated, so that names, limits and meanings are those of the recipes' table. */
export function contributedSettings(registry: Registry): readonly Section[] {
  const options = plainOptions(registry);
  const settingOf = (name: string): Contributed =>
    Object.hasOwn(options, name)
      ? fromOption(registry, name as keyof Plain, options[name as keyof Plain])
      : others[name as keyof typeof others];
  return sections.map(([title, names], section) => ({
    title,
    order: section + 1,
    properties: Object.fromEntries(names.map((name, place) => [`lstm.${name}`, { order: place + 1, ...settingOf(name) }])),
  }));
}

function fromOption(registry: Registry, name: keyof Plain, option: Option): Contributed {
  const sentence = option.summary ?? "";
  return option.type === "choice"
    ? { ...fromChoice(registry, name as keyof typeof kinds, option), markdownDescription: sentence, ...resource }
    : { ...fromNumber(option as NumberOption), markdownDescription: `${sentence} Empty: ${empty[name]}`, ...resource };
}

function fromChoice(registry: Registry, name: keyof typeof kinds, { choices }: ChoiceOption): Contributed {
  const meaning = (choice: string) => `${registry.get(kinds[name], choice).summary}.`;
  return {
    type: "string",
    default: "auto",
    enum: ["auto", ...choices],
    markdownEnumDescriptions: [empty[name], ...choices.map(meaning)],
  };
}

const fromNumber = ({ integer, minimum, maximum }: NumberOption): Contributed => ({
  type: [integer ? "integer" : "number", "null"],
  default: null,
  minimum,
  maximum,
});
