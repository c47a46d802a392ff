import fc from "fast-check";
import type { CellNetwork, GateActivation, Merge, Network } from "./parityCase.ts";

/** Draws networks: every cell, layout and option in every wrapper, nested freely. Hidden sizes are 2 to 5, and those of a stack differ. */

/** A network whose output has a given size. `depth`: how many wrappers may still lie around a cell. */
export interface Wanted {
  readonly size: number;
  readonly depth: number;
  /** Also what goes beyond the shared format: peepholes, projection, cell clipping, Keras 3's hard sigmoid, residual and highway. */
  readonly extensions: boolean;
  /** Which cells may be drawn. */
  readonly suits: (cell: CellNetwork) => boolean;
}

const hiddenSizes = [2, 3, 4, 5] as const;
const merges: readonly Merge[] = ["sum", "multiply", "average"];
const optional = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: undefined });
/** Without the fields that are undefined: a case is JSON. */
export const defined = <T extends object>(fields: T) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };

const gateActivations = (extensions: boolean) =>
  fc.constantFrom<GateActivation[]>("sigmoid", "hardSigmoid", ...(extensions ? (["hardSigmoidKeras3"] as const) : []));

function lstms({ size, extensions }: Wanted): fc.Arbitrary<CellNetwork> {
  const plain = fc.record({
    layout: fc.constantFrom("pytorch", "keras", "tensorflow", "deepBreathe"),
    forgetBias: optional(fc.constantFrom(1, -0.7)),
    recurrentActivation: optional(gateActivations(extensions)),
  });
  const more = fc.record({
    peepholes: optional(fc.constant(true)),
    // H is larger than P, as PyTorch wants it.
    projectionSize: optional(fc.constant(size)),
    cellClip: optional(fc.constant(0.35)),
  });
  const lstm = (options: object) => ({ lstm: { hiddenSize: "projectionSize" in options ? size + 2 : size, ...options } });
  if (!extensions) return plain.map((options) => lstm(defined(options)) as CellNetwork);
  return fc.tuple(plain, more).map(([first, second]) => lstm(defined({ ...first, ...second })) as CellNetwork);
}

const grus = ({ size, extensions }: Wanted): fc.Arbitrary<CellNetwork> =>
  fc.oneof(
    fc.constant<CellNetwork>({ gru: { hiddenSize: size, layout: "pytorch" } }),
    fc
      .record({ resetAfter: fc.boolean(), recurrentActivation: optional(gateActivations(extensions)) })
      .map((options): CellNetwork => ({ gru: { hiddenSize: size, layout: "keras", ...defined(options) } })),
  );

const rnns = ({ size }: Wanted): fc.Arbitrary<CellNetwork> =>
  fc.constantFrom("tanh", "relu").map((activation) => ({ rnn: { hiddenSize: size, layout: "pytorch", activation } }));

/** Normalizing fewer than four units leaves little but signs, and gradients that are rounding errors. */
const layerNormLstms = ({ size }: Wanted): fc.Arbitrary<CellNetwork> =>
  fc.constantFrom(0, 1).map((forgetBias) => ({ layerNormLstm: { hiddenSize: size, layout: "tensorflow", forgetBias } }));

const cells = (wanted: Wanted): fc.Arbitrary<CellNetwork> =>
  fc
    .oneof(
      { weight: 3, arbitrary: lstms(wanted) },
      grus(wanted),
      rnns(wanted),
      ...(wanted.size >= 4 ? [layerNormLstms(wanted)] : []),
    )
    .filter(wanted.suits);

function stacks(wanted: Wanted): fc.Arbitrary<Network> {
  const inner = { ...wanted, depth: wanted.depth - 1 };
  const lower = fc.constantFrom(...hiddenSizes.filter((size) => size !== wanted.size));
  return lower.chain((size) => fc.tuple(networks({ ...inner, size }), networks(inner)).map((stacked): Network => ({ stacked })));
}

/** A layer around which its input runs must be as wide as that input: it stands on a layer of the same size. */
function detours(wanted: Wanted): fc.Arbitrary<Network> {
  const inner = { ...wanted, depth: wanted.depth - 1 };
  const around = (layer: Network): fc.Arbitrary<Network> => fc.constantFrom({ residual: layer }, { highway: layer });
  return fc.tuple(networks(inner), networks(inner).chain(around)).map((stacked): Network => ({ stacked }));
}

function bothWays(wanted: Wanted): fc.Arbitrary<Network> {
  const inner = { ...wanted, depth: wanted.depth - 1 };
  const halves = (left: Wanted, right: Wanted) => fc.record({ forward: networks(left), backward: networks(right) });
  const merged = fc
    .tuple(halves(inner, inner), fc.constantFrom(...merges))
    .map(([directions, merge]): Network => ({ bidirectional: { ...directions, merge } }));
  if (wanted.size < 4) return merged;
  const concatenated = halves({ ...inner, size: 2 }, { ...inner, size: wanted.size - 2 }).map(
    (directions): Network => ({ bidirectional: { ...directions, merge: "concat" } }),
  );
  return fc.oneof(merged, concatenated);
}

export function networks(wanted: Wanted): fc.Arbitrary<Network> {
  if (wanted.depth === 0) return cells(wanted);
  const wrapped = [stacks(wanted), bothWays(wanted), ...(wanted.extensions ? [detours(wanted)] : [])];
  return fc.oneof(cells(wanted), ...wrapped.map((arbitrary) => ({ weight: 2, arbitrary })));
}
