import type { SavedModel } from "../../engine/formats/modelFile.ts";
import type { Tensor } from "../../engine/memory/tensor.ts";
import { SequenceModel } from "../../engine/model/sequenceModel.ts";
import { createRegistry } from "../../engine/registry/builtins/createRegistry.ts";
import { type OpenedModel, openModel, vocabularyOf } from "../../engine/runs/openModel.ts";
import { encodeKnownText } from "../../engine/text/encode.ts";
import { normalizeText } from "../../engine/text/normalize.ts";
import { printableToken } from "../../engine/words/tokens.ts";
import { type Command, json } from "./command.ts";
import { readModel } from "./files.ts";
import { aligned } from "./table.ts";
import { type Given, UsageError } from "./usage.ts";

export const trace: Command = {
  words: "MODEL TEXT [options]",
  summary: "Tells every gate and state of each layer at each step while the model reads a text",
  details: [
    "A row of the table is one unit of one layer at one step. The state is zero before the first token.",
    "With --gradients the text is also what is to be told: every token but the last is read, the token after each (of a model of windows:",
    "the last one) is the target, and the gradients of the mean loss with respect to every quantity stand beside it, as d and its name.",
  ].join("\n"),
  options: {
    gradients: { value: null, help: "the gradients as well" },
    layer: { value: "N", help: "only this layer, counted from 0 at the input" },
    step: { value: "N", help: "only this step, counted from 0" },
    unit: { value: "N", help: "only this unit, counted from 0" },
    json,
  },
  async run(given, terminal) {
    const [file, text, more] = given.words;
    if (file === undefined || text === undefined) throw new UsageError("A model's file and a text are needed.");
    if (more !== undefined) throw new UsageError(`"${more}" is one word too many: put the text in quotation marks.`);
    const model = await readModel(file);
    const opened = openModel(createRegistry(), model);
    const ids = [...encodeKnownText(normalizeText(text), opened.tokenizer, vocabularyOf(model))];
    const traced = read(model, opened, ids, given.flag("gradients"));
    const wanted = wantedOf(given, traced.model, traced.tokens.length);
    terminal.print(given.flag("json") ? `${JSON.stringify(asJson(traced, wanted))}\n` : `${asTable(traced, wanted)}\n`);
    return 0;
  },
};

interface Traced {
  readonly model: SequenceModel;
  /** What was read, a token for each step. */
  readonly tokens: readonly string[];
  /** With gradients only. */
  readonly loss: number | null;
}

function read(saved: SavedModel, { readable }: OpenedModel, ids: readonly number[], gradients: boolean): Traced {
  const { trainer } = saved;
  const vocabulary = vocabularyOf(saved);
  const { spec, registry, initialState } = readable;
  const inputs = gradients ? ids.slice(0, -1) : ids;
  if (inputs.length === 0) throw new UsageError(`The text must have at least ${gradients ? "two tokens" : "one token"}.`);
  const plan = { ...readable.plan, steps: inputs.length, batch: 1, training: gradients, slots: 0 };
  const model = new SequenceModel(spec, plan, undefined, registry);
  if (initialState !== null) model.stateLayout.setRows(model.state, initialState);
  model.values.set(trainer.values);
  model.inputs.set(inputs);
  model.forward();
  const tokens = inputs.map((id) => printableToken(vocabulary.token(id)));
  if (!gradients) return { model, tokens, loss: null };
  model.targets.set(ids.slice(-model.targets.length));
  const loss = model.loss();
  model.zeroGradients();
  model.backward();
  return { model, tokens, loss };
}

/** Layers, steps and units that are asked for: one of a kind, or all. */
interface Wanted {
  readonly layers: readonly number[];
  readonly steps: readonly number[];
  readonly units: readonly number[];
}

function wantedOf(given: Given, model: SequenceModel, steps: number): Wanted {
  const pick = (option: string, count: number): number[] => {
    const one = given.number(option);
    if (one === null) return Array.from({ length: count }, (_, place) => place);
    if (Number.isInteger(one) && one >= 0 && one < count) return [one];
    throw new UsageError(`${given.typed(option)} is ${one}, must be a whole number from 0 to ${count - 1}.`);
  };
  const layers = pick("layer", model.cells.length);
  const units = Math.max(...layers.map((layer) => widthOf(model, layer)));
  return { layers, steps: pick("step", steps), units: pick("unit", units) };
}

const tensorsOf = (model: SequenceModel, layer: number): [string, Tensor][] =>
  Object.entries(model.cells[layer]!.trace(model.arena.floats)).filter((named): named is [string, Tensor] => named[1] !== null);

const widthOf = (model: SequenceModel, layer: number): number =>
  Math.max(...tensorsOf(model, layer).map(([, { shape }]) => shape[2]));

/** Of a unit that this quantity has; null where it has fewer. */
const numberAt = (tensor: Tensor, step: number, unit: number): number | null =>
  unit < tensor.shape[2] ? tensor.at(step, 0, unit) : null;

function asJson({ model, tokens, loss }: Traced, { layers, steps, units }: Wanted) {
  return {
    loss,
    steps: steps.map((step) => ({ step, token: tokens[step] })),
    units,
    layers: layers.map((layer) => ({
      layer,
      path: model.cells[layer]!.path,
      // By name, then by step: a number for each unit.
      quantities: Object.fromEntries(
        tensorsOf(model, layer).map(([name, tensor]) => [
          name,
          steps.map((step) => units.map((unit) => numberAt(tensor, step, unit))),
        ]),
      ),
    })),
  };
}

function asTable({ model, tokens, loss }: Traced, { layers, steps, units }: Wanted): string {
  // Cells of several kinds have quantities of several names: a column each.
  const names = [...new Set(layers.flatMap((layer) => tensorsOf(model, layer).map(([name]) => name)))];
  const rows = layers.flatMap((layer) => {
    const tensors = new Map(tensorsOf(model, layer));
    const told = (name: string, step: number, unit: number): string => {
      const tensor = tensors.get(name);
      return (tensor && numberAt(tensor, step, unit)?.toPrecision(6)) ?? "";
    };
    const own = units.filter((unit) => unit < widthOf(model, layer));
    return steps.flatMap((step) =>
      own.map((unit) => [
        ...[layer, step].map(String),
        tokens[step]!,
        String(unit),
        ...names.map((name) => told(name, step, unit)),
      ]),
    );
  });
  const right = [0, 1, 3, ...names.map((_, place) => 4 + place)];
  const table = aligned([["layer", "step", "token", "unit", ...names], ...rows], right);
  return loss === null ? table : `loss ${loss}\n\n${table}`;
}
