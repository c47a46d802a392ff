import { EngineError } from "../errors/errors.ts";
import type { Apply, Divider, KnownWeights, Link, Optimizer } from "./optimizer.ts";
import { Stretch } from "./stretch.ts";

/**
 * One after another: clipping first, the rule of update last.
 * @throws EngineError `badConfiguration` where a link reads the norm of gradients that a link before it has changed unevenly.
 */
export function chain(...links: readonly Link[]): Optimizer {
  requireOrder(links);
  let slots = 0;
  let apply: Apply = (_weights, _update, scale) => scale;
  // From the last link on: each is followed by those after it, and its slots lie before theirs.
  for (const link of links.toReversed()) {
    apply = followed(link, apply);
    slots += link.slots;
  }
  const rules = links.filter((link): link is Optimizer => !isDivider(link));
  const watchers = rules.flatMap((link) => link.watchers ?? []);
  const slotNames = rules.flatMap((link) => link.slotNames ?? Array.from({ length: link.slots }, () => ""));
  const slotBeginnings = rules.flatMap((link) => link.slotBeginnings ?? Array.from({ length: link.slots }, () => 0));
  const requireFit = (weights: KnownWeights) => {
    for (const rule of rules) rule.requireFit?.(weights);
  };
  const nature = { readsNorm: links.some(readsNorm), uneven: links.some(uneven) };
  return { slots, slotNames, slotBeginnings, apply, watchers, requireFit, ...nature };
}

function followed(link: Link, next: Apply): Apply {
  if (isDivider(link)) return (weights, update, scale) => link.divide(weights, update, scale, next);
  const { slots } = link;
  if (slots === 0) return (weights, update, scale) => next(weights, update, link.apply(weights, update, scale));
  const behind = new Stretch();
  return (weights, update, scale) => {
    const handed = link.apply(weights, update, scale);
    return next(behind.move(weights, weights.from, weights.size, slots), update, handed);
  };
}

const isDivider = (link: Link): link is Divider => "divide" in link;
const readsNorm = (link: Link): boolean => !isDivider(link) && link.readsNorm === true;
const uneven = (link: Link): boolean => isDivider(link) || link.uneven === true;

function requireOrder(links: readonly Link[]): void {
  const first = links.findIndex(uneven);
  if (first < 0 || !links.slice(first + 1).some(readsNorm)) return;
  throw new EngineError(
    "badConfiguration",
    "The global norm of the gradients is read after some of them were clipped by themselves: it is no longer theirs.",
    "Clip by the global norm first.",
  );
}
