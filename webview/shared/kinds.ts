import type { NetworkNode } from "../../engine/layers/networkNode.ts";
import { formatCount } from "../../engine/words/numbers.ts";

const names: Readonly<Record<string, string>> = {
  lstm: "LSTM",
  gru: "GRU",
  rnn: "RNN",
  sgd: "SGD",
  adam: "Adam",
  adamw: "AdamW",
  rmsprop: "RMSprop",
  adagrad: "Adagrad",
};

/** `layerNormLstm` → layer norm LSTM: the registry's name as a person writes it, whoever registered it. */
export function kindLabel(kind: string): string {
  const words = kind.replace(/(\p{Ll}|\d)(\p{Lu})/gu, "$1 $2").toLowerCase();
  return words
    .split(" ")
    .map((word) => names[word] ?? word)
    .join(" ");
}

/** A network in a few words: LSTM 2 × 128, bidirectional GRU 64, LSTM 64 → dense 32. */
export function networkWords(node: NetworkNode): string {
  const { kind, children, outputSize } = node;
  if (children.length === 0) return `${kindLabel(kind)} ${formatCount(outputSize)}`;
  const parts = children.map(networkWords);
  const alike = new Set(parts).size === 1;
  if (kind === "stacked") return alike ? repeated(children, parts) : parts.join(" → ");
  if (children.length === 1 || alike) return `${kindLabel(kind)} ${parts[0]}`;
  return `${kindLabel(kind)} (${parts.join(", ")})`;
}

/** LSTM 2 × 128; for what is nested, 2 × (bidirectional LSTM 64). */
function repeated([first, ...others]: readonly NetworkNode[], [words]: readonly string[]): string {
  const count = others.length + 1;
  if (count === 1) return words!;
  const simple = first!.children.length === 0;
  return simple ? `${kindLabel(first!.kind)} ${count} × ${formatCount(first!.outputSize)}` : `${count} × (${words})`;
}
