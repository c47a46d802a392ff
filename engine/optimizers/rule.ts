import { EngineError } from "../errors/errors.ts";
import type { Formula } from "./formulas.ts";
import { inParts, type Parts, rowIn } from "./lookUps.ts";
import {
  ageOf,
  type KnownWeights,
  type LookUps,
  type Optimizer,
  rateAt,
  type Schedule,
  type Update,
  type Weights,
  watchersOf,
} from "./optimizer.ts";
import { requirePaths, runsBy } from "./paths.ts";
import { beginningIn, endIn, Stretch } from "./stretch.ts";

/** What every rule takes. Null is as if it were left out. */
export interface RuleOptions {
  /** α */
  readonly learningRate: Schedule;
  /** Decides on the defaults and on where the epsilon stands; `pytorch` where left out. */
  readonly formula?: Formula | null;
  /** λ of a penalty λ/2 Σ w² whose gradient λ w is added to every gradient, after clipping: PyTorch's `weight_decay` of all but AdamW. */
  readonly l2?: number;
  /** λ: w -= α λ w before the rule, which does not see it: Keras' `weight_decay`, PyTorch's of AdamW. Loshchilov and Hutter, 2019. */
  readonly weightDecay?: number | null;
  /** Paths of the weights that `weightDecay` is for, `*` for any characters; all where left out. */
  readonly decayOnly?: readonly string[] | null;
  /** Rows of an embedding that were not looked up at a valid step stay as they are, and what the rule keeps of them too, as in TensorFlow 1. */
  readonly onlyUsedRows?: boolean;
}

/** What rules take that divide by a root of squares. */
export interface RootOptions extends RuleOptions {
  readonly epsilon?: number | null;
  /**
   * `separate`: rows of an embedding that were looked up several times add the square of each look-up's gradient, as Keras 3 on TensorFlow;
   * `summed`, where left out: the square of their sum.
   */
  readonly lookUps?: "summed" | "separate";
}

/**
 * A rule of update on any stretch of weights.
 * @param scale of the gradients
 * @param squares place of what is to stand for the squares of the unscaled gradients; -1 where their own squares do.
 */
export type Rule = (weights: Weights, update: Update, scale: number, squares: number) => void;

/** What a rule keeps: its slots by their names, and what some of them begin at, if not at zero. */
export interface Memory {
  readonly slots: readonly string[];
  readonly beginning?: readonly (readonly [slot: number, value: number])[];
}

/** The rule with what all rules take beside it. */
export function complete(rule: Rule, memory: Memory, options: RuleOptions & Pick<RootOptions, "lookUps">): Optimizer {
  const separate = options.lookUps === "separate";
  const moved = separate ? squaringLookUps(rule, memory.slots.length) : plainly(rule);
  const decayed = decaying(options.onlyUsedRows ? onUsedRows(moved) : moved, options);
  const slotNames = separate ? [...memory.slots, "lookUps"] : memory.slots;
  const watchers = watchersOf(options.learningRate);
  const slotBeginnings = slotNames.map((_, i) => memory.beginning?.find(([slot]) => slot === i)?.[1] ?? 0);
  const requireFit = (weights: KnownWeights) => requireKnown(weights, options);
  return { slots: slotNames.length, slotNames, slotBeginnings, watchers, requireFit, apply: beginning(decayed, memory) };
}

function requireKnown({ paths, looksUp }: KnownWeights, { onlyUsedRows, decayOnly, weightDecay }: RuleOptions): void {
  if (onlyUsedRows && !looksUp) throw noEmbedding();
  if (decayOnly && weightDecay) requirePaths(paths, decayOnly, "decayOnly");
}

type Move = (weights: Weights, update: Update, scale: number) => void;

const plainly =
  (rule: Rule): Move =>
  (weights, update, scale) =>
    rule(weights, update, scale, -1);

/** Before the first step slots are zero; those that begin at something else do so within it. */
function beginning(move: Move, { beginning: values = [] }: Memory): Optimizer["apply"] {
  const others = values.filter(([, value]) => value !== 0);
  return (weights, update, scale) => {
    if (ageOf(update) === 1) for (const [slot, value] of others) weights.kernels.fill(weights.size, value, weights.slots[slot]!);
    move(weights, update, scale);
    return scale;
  };
}

function decaying(move: Move, { learningRate, weightDecay, decayOnly }: RuleOptions): Move {
  if (!weightDecay) return move;
  const factorAt = (step: number) => 1 - rateAt(learningRate, step) * weightDecay;
  if (!decayOnly)
    return (weights, update, scale) => {
      weights.kernels.rescale(weights.size, factorAt(update.step), weights.values);
      move(weights, update, scale);
    };
  const runsIn = runsBy(decayOnly, "decayOnly");
  return (weights, update, scale) => {
    const { kernels, values } = weights;
    const factor = factorAt(update.step);
    for (const { from, size } of runsIn(weights.variables)) {
      const first = beginningIn(weights, from);
      const count = endIn(weights, from + size) - first;
      if (count > 0) kernels.rescale(count, factor, values + first - weights.from);
    }
    move(weights, update, scale);
  };
}

/** Moves only the rows that were looked up, each once, and all that is no row of such a matrix. */
function onUsedRows(move: Move): Move {
  const [part, row] = [new Stretch(), new Stretch()];
  /** For each row the number of the last call that met it. */
  let met = new Int32Array(0);
  let call = 0;
  const parts: Parts = {
    plain: move,
    lookedUp(weights, lookUps, update, scale) {
      const { from, rows, columns } = lookUps;
      if (met.length < rows) met = new Int32Array(rows);
      call++;
      for (let place = 0; place < lookUps.count(); place++) {
        const number = lookUps.row(place);
        if (number < 0 || met[number] === call) continue;
        met[number] = call;
        move(row.move(weights, from + number * columns, columns), update, scale);
      }
    },
  };
  return (weights, update, scale) => {
    if (weights.lookUps.length === 0) throw noEmbedding();
    inParts(weights, part, parts, update, scale);
  };
}

/** @param slot where the squares of the look-ups' gradients are added up. */
function squaringLookUps(rule: Rule, slot: number): Move {
  const part = new Stretch();
  const parts: Parts = {
    plain: plainly(rule),
    lookedUp(weights, lookUps, update, scale) {
      const squares = weights.slots[slot]!;
      addSquares(weights, lookUps, squares);
      rule(weights, update, scale, squares);
    },
  };
  return (weights, update, scale) => inParts(weights, part, parts, update, scale);
}

function addSquares(weights: Weights, lookUps: LookUps, squares: number): void {
  const { kernels, size } = weights;
  const { columns, gradients } = lookUps;
  kernels.fill(size, 0, squares);
  for (let place = 0; place < lookUps.count(); place++) {
    const row = lookUps.row(place);
    const to = rowIn(weights, squares, lookUps, row);
    if (row < 0 || to < squares || to >= squares + size) continue;
    const from = gradients + place * columns;
    kernels.multiply(columns, from, from, to, 1);
  }
}

const noEmbedding = (): EngineError =>
  refusal(
    "onlyUsedRows: this network has no embedding whose rows are looked up",
    "Leave the option out, or put an embedding below the network.",
  );

export const refusal = (problem: string, advice: string): EngineError =>
  new EngineError("badConfiguration", `${problem}.`, advice);

/** @throws EngineError `badConfiguration` for options that mean nothing together. */
export function checkRule(name: string, options: RuleOptions & Pick<RootOptions, "lookUps">): void {
  const { l2, weightDecay, decayOnly, onlyUsedRows, lookUps } = options;
  if (decayOnly && typeof weightDecay !== "number")
    throw refusal(`${name}: decayOnly is given, and no weightDecay`, "Say how much these weights decay.");
  if (onlyUsedRows && weightDecay)
    throw refusal(`${name}: onlyUsedRows leaves rows alone, and weightDecay all of them decay`, "Leave one of the two out.");
  if (lookUps === "separate" && l2)
    throw refusal(`${name}: with l2 the gradient of an embedding is no list of look-ups`, "Leave l2 or lookUps out.");
}
