import type { StoredTensor } from "../containers/tensors/tensor.ts";

/** Tensors by their names without underscores: articles write `W_xi`, `Wxi`, `W_f`, `Wf`. */
export type Named = ReadonlyMap<string, StoredTensor>;

export const namesOf = (tensors: readonly StoredTensor[]): Named =>
  new Map(tensors.map((tensor) => [tensor.name.replaceAll("_", ""), tensor]));

/** The weights of a cell, gate by gate in the order of Keras. */
export interface FoundCell {
  readonly kind: "lstm" | "gru" | "rnn";
  /** Matrices of the input and of the state; one for both in `joined`. */
  readonly input: readonly StoredTensor[];
  readonly state: readonly StoredTensor[];
  readonly isJoined: boolean;
  readonly biases: readonly StoredTensor[];
}

/** Letters of the gates in Keras' order; the candidate has several. */
const cells = {
  lstm: [["i"], ["f"], ["c", "C", "g"], ["o"]],
  gru: [["z"], ["r"], ["h", "n", "c"]],
  rnn: [["h"]],
} as const;

/**
 * How articles name two matrices of a gate: `Wxi Whi` (min-char-rnn, Dive into Deep Learning), `Wi Ui` (WildML and most papers), and one matrix
 * for the state and the input, `W_i`. A GRU of the first has an RNN's names too, so that it is asked for before.
 */
const schemes = [
  { kinds: ["lstm", "gru", "rnn"], input: (gate: string) => `Wx${gate}`, state: (gate: string) => `Wh${gate}` },
  { kinds: ["lstm", "gru"], input: (gate: string) => `W${gate}`, state: (gate: string) => `U${gate}` },
  { kinds: ["lstm", "gru"], input: (gate: string) => `W${gate}`, state: null },
] as const;

/** The cell whose names are there; undefined where none is. */
export function findCell(named: Named): FoundCell | undefined {
  for (const { kinds, input, state } of schemes)
    for (const kind of kinds) {
      const find = (name: (gate: string) => string) => findAll(named, cells[kind], name);
      const [inputs, states] = [find(input), state === null ? [] : find(state)];
      if (inputs === undefined || states === undefined) continue;
      return { kind, input: inputs, state: states, isJoined: state === null, biases: find((gate) => `b${gate}`) ?? [] };
    }
  return undefined;
}

/** One tensor for each gate; undefined where a gate has none. */
function findAll(
  named: Named,
  gates: readonly (readonly string[])[],
  name: (gate: string) => string,
): readonly StoredTensor[] | undefined {
  const found = gates.map((letters) => letters.map((letter) => named.get(name(letter))).find((tensor) => tensor !== undefined));
  return found.every((tensor) => tensor !== undefined) ? found : undefined;
}

const headNames = ["Why", "Whq", "Whv", "V", "Wy", "Wv", "Wq"];
const headBiases = ["by", "bq", "bv", "c"];

/** Matrix and bias of the logits. */
export function findHead(named: Named): { readonly matrix: StoredTensor | undefined; readonly bias: StoredTensor | undefined } {
  const find = (names: readonly string[]) => names.map((name) => named.get(name)).find((tensor) => tensor !== undefined);
  return { matrix: find(headNames), bias: find(headBiases) };
}
