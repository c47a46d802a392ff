import { mostThreads, type Threads } from "../kernels/threads.ts";
import { nodesOf } from "../layers/networkNode.ts";
import type { Blueprint } from "../model/blueprint.ts";
import type { ModelPlan } from "../model/shape.ts";

/** Multiply-adds of a product from which it is worth more than what it costs to wait for one another. */
const leastShared = 2 ** 15;

/**
 * One thread leaves a core to the editor; and one is enough where no product of a step is large.
 * @param most that a person allows; null for the machine's cores less one
 */
export function threadsFor(
  { node, head, ledger }: Blueprint,
  { batch, steps, readout }: ModelPlan,
  most: number | null,
  available: Threads | null,
): Threads | null {
  if (available === null) return null;
  const count = Math.min(most ?? available.count - 1, available.count, mostThreads);
  const recurrent = nodesOf(node)
    .filter(({ cell }) => cell !== null)
    .map(({ path }) => ledger.parameters.find(({ info }) => info.path === `${path}recurrentKernel`)?.value.size ?? 0);
  const rows = batch * (readout === "all" ? steps : 1);
  const largest = Math.max(0, ...recurrent.map((size) => size * batch), rows * head.units * node.outputSize);
  return count > 1 && largest >= leastShared ? { ...available, count } : null;
}
