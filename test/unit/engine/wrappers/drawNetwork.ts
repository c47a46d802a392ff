import fc from "fast-check";
import type { NetworkSpec } from "../../../../engine/layers/networkSpec.ts";
import { createRegistry } from "../../../../engine/registry/builtins/createRegistry.ts";

const registry = createRegistry();

/** Cells without corners, whose gradients differences can check; those that are registered. */
const smoothCells = ["lstm", "gru", "rnn", "layerNormLstm"].filter((name) => registry.names("cell").includes(name));

const merges = ["sum", "multiply", "average"] as const;

/** Networks of a given output size, wrapped in one another up to `depth` times, with every option of the wrappers. */
export function networksOf(size: number, depth: number): fc.Arbitrary<NetworkSpec> {
  // Fewer than four units normalized leave little but signs.
  const kinds = smoothCells.filter((kind) => kind !== "layerNormLstm" || size >= 4);
  const cell: fc.Arbitrary<NetworkSpec> = fc.constantFrom(...kinds).map((kind) => ({ [kind]: { hiddenSize: size } }));
  if (depth === 0) return cell;
  return fc.oneof(
    cell,
    stacks(size, depth - 1),
    connected(size, depth - 1),
    merged(size, depth - 1),
    concatenated(size, depth - 1),
  );
}

function stacks(size: number, depth: number): fc.Arbitrary<NetworkSpec> {
  const lower = fc.integer({ min: 2, max: 4 }).chain((below) => networksOf(below, depth));
  return fc
    .record({ layers: fc.tuple(lower, networksOf(size, depth)), dropout: fc.constantFrom(0, 0.3) })
    .map((stacked) => ({ stacked }));
}

/** Connections run around layers of one size. */
function connected(size: number, depth: number): fc.Arbitrary<NetworkSpec> {
  return fc
    .record({
      layers: fc.array(networksOf(size, depth), { minLength: 2, maxLength: 3 }),
      dropout: fc.constantFrom(0, 0.3),
      connection: fc.constantFrom("residual", "highway"),
    })
    .map(({ layers, dropout, connection }) => ({ stacked: { layers, dropout, [connection]: true } }));
}

function merged(size: number, depth: number): fc.Arbitrary<NetworkSpec> {
  return fc
    .record({ forward: networksOf(size, depth), backward: networksOf(size, depth), merge: fc.constantFrom(...merges) })
    .map((bidirectional) => ({ bidirectional }));
}

function concatenated(size: number, depth: number): fc.Arbitrary<NetworkSpec> {
  if (size < 2) return merged(size, depth);
  return fc
    .integer({ min: 1, max: size - 1 })
    .chain((left) =>
      fc
        .record({ forward: networksOf(left, depth), backward: networksOf(size - left, depth) })
        .map((bidirectional) => ({ bidirectional })),
    );
}
