import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Network, NetworkSpec, States } from "../../../../engine/index.ts";
import { ids, network } from "../../../../engine/index.ts";
import { fromDeepBreathe, type Rows, reordered, rowsOf, toDeepBreathe } from "./layouts.ts";

/** The story's cases, made by PyTorch, read here as plain JSON and given to a network that a reader of the articles would build. */

interface Tensor {
  readonly shape: readonly number[];
  readonly data: readonly number[];
}
type Tensors = Readonly<Record<string, Tensor>>;
type CaseStates = Readonly<Record<string, { readonly h: Tensor; readonly c: Tensor }>>;

export interface StoryCase {
  readonly weights: Tensors;
  readonly initialState?: CaseStates;
  readonly optimizer: { readonly learningRate: number };
  readonly steps: readonly { readonly inputs: { readonly ids: number[][] }; readonly targets: { readonly ids: number[][] } }[];
  readonly expect: {
    readonly losses: readonly number[];
    readonly steps: Readonly<
      Record<string, { readonly logits: Tensor; readonly finalState: CaseStates; readonly gradients: Tensors }>
    >;
    readonly weights: Tensors;
  };
}

const folder = join(import.meta.dirname, "../../../parity/cases/story");

export const storyCase = (name: string): StoryCase =>
  JSON.parse(readFileSync(join(folder, `${name}.lstm-parity.json`), "utf8")) as StoryCase;

export const rows = ({ shape, data }: Tensor): number[][] => rowsOf(data, shape.at(-1)!);

/** Ten words in, ten words out, read after the third word. */
export function storyNetwork(layers: NetworkSpec, { weights }: StoryCase): Network {
  const net = network({ input: ids(10), layers, readout: "last", dense: 10 });
  for (const [path, tensor] of Object.entries(weights))
    if (path.endsWith("W")) setPacked(net, path.slice(0, -1), rows(tensor));
    else if (path.startsWith("dense")) net.setWeight(path, rows(tensor));
  return net;
}

function setPacked(net: Network, path: string, packed: Rows): void {
  for (const [name, part] of Object.entries(fromDeepBreathe(packed))) net.setWeight(`${path}${name}`, part);
}

/** A weight or its gradient as the case has it. @param path such as `forward/W` or `dense/kernel` */
export function packed(path: string, read: (path: string) => Rows): Rows {
  if (!path.endsWith("W")) return read(path);
  const at = path.slice(0, -1);
  return toDeepBreathe({
    bias: read(`${at}bias`),
    kernel: read(`${at}kernel`),
    recurrentKernel: read(`${at}recurrentKernel`),
  });
}

const parts = { i: "input", f: "forget", g: "transform", o: "output" } as const;
const gates = Object.keys(parts) as (keyof typeof parts)[];

/** From LayerNormBasicLSTMCell's variables: its kernel has x above h and the gates i j f o; each gate has a scale and a shift of its own. */
export function setLayerNorm(net: Network, { weights }: StoryCase): void {
  const kernel = reordered(rows(weights.kernel), "igfo", "ifgo");
  net.setWeight("kernel", kernel.slice(0, 10));
  net.setWeight("recurrentKernel", kernel.slice(10));
  for (const name of ["gamma", "beta"] as const) {
    net.setWeight(name, [gates.flatMap((gate) => weights[`${parts[gate]}/${name}`].data)]);
    net.setWeight(name === "gamma" ? "stateGamma" : "stateBeta", rows(weights[`state/${name}`]));
  }
}

/** A weight or its gradient as the case has it. */
export function unpackedLayerNorm(path: string, read: (path: string) => Rows): Rows {
  if (path.startsWith("dense")) return read(path);
  if (path === "kernel") return reordered([...read("kernel"), ...read("recurrentKernel")], "ifgo", "igfo");
  const [part, name] = path.split("/");
  if (part === "state") return read(name === "gamma" ? "stateGamma" : "stateBeta");
  const block = gates.findIndex((gate) => parts[gate] === part);
  return [read(name)[0].slice(5 * block, 5 * block + 5)];
}

export const statesOf = (states: CaseStates = {}): States =>
  Object.fromEntries(Object.entries(states).map(([path, { h, c }]) => [path, { h: rows(h), c: rows(c) }]));
