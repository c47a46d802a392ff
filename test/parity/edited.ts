import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readCase } from "../../engine/parity/readCase.ts";
import { type ParityResult, runCase } from "../../engine/parity/runCase.ts";

/** Good cases, to be edited. */

export type Editable = { [key: string]: Editable } & Editable[];
export type Edit = (json: Editable) => unknown;

const folder = join(import.meta.dirname, "cases");
const texts = {
  /** Ids in, two LSTMs, carried states. */
  stacked: readFileSync(join(folder, "stacked-carried.lstm-parity.json"), "utf8"),
  /** Numbers in and out, an LSTM. */
  regression: readFileSync(join(folder, "torch-regression.lstm-parity.json"), "utf8"),
  /** Ids over an embedding, in both directions, with masks. */
  masked: readFileSync(join(folder, "byHand/masks-with-holes.lstm-parity.json"), "utf8"),
  final: readFileSync(join(folder, "byHand/bidirectional-final-concat.lstm-parity.json"), "utf8"),
  meanAll: readFileSync(join(folder, "byHand/mean-all.lstm-parity.json"), "utf8"),
  computed: readFileSync(join(folder, "byHand/reverse-outputs-computed.lstm-parity.json"), "utf8"),
  learned: readFileSync(join(folder, "frameworks/torch-trained-initial-state.lstm-parity.json"), "utf8"),
  tied: readFileSync(join(folder, "frameworks/torch-tied-embedding.lstm-parity.json"), "utf8"),
  residual: readFileSync(join(folder, "frameworks/torch-residual-highway.lstm-parity.json"), "utf8"),
} as const;

export type Good = keyof typeof texts;

export function edited(name: Good, edit: Edit): string {
  const json = JSON.parse(texts[name]) as Editable;
  edit(json);
  return JSON.stringify(json);
}

export const run = (name: Good, edit: Edit = () => undefined): ParityResult => runCase(readCase(edited(name, edit)));
export const set = (target: Editable, key: string | number, value: unknown) => void Object.assign(target, { [key]: value });
export const drop = (target: Editable, ...keys: string[]): void => {
  for (const key of keys) Reflect.deleteProperty(target, key);
};
