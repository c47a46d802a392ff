import { reduceOnPlateau } from "../../optimizers/plateau.ts";
import {
  constantRate,
  cosineDecay,
  exponentialDecay,
  inverseTimeDecay,
  listedRates,
  polynomialDecay,
  stepDecay,
  warmUp,
} from "../../optimizers/schedules.ts";
import { entry } from "../entry.ts";
import { choice, count, fraction, list, number, rate, said, whole } from "../options.ts";

const oneRate = number(0, Number.MAX_VALUE, undefined);
const first = said(oneRate, "The first step's rate.");
const minimum = said(number(0, Number.MAX_VALUE, 0), "The rate falls no further.");
const natural = (fallback: number) => whole(0, Number.MAX_SAFE_INTEGER, fallback);

export const scheduleOptions = {
  constant: { rate: said(oneRate, "The rate.") },
  list: { rates: said({ ...list(oneRate), fallback: undefined }, "A rate for each step, the first step's first.") },
  step: {
    rate: first,
    factor: said(number(0, 1e6, 0.1), "What the rate is multiplied by."),
    every: said(count(), "Steps that each rate holds for."),
    after: said(natural(0), "Steps that the first rate holds for besides."),
  },
  exponential: {
    rate: first,
    factor: said(number(0, 1e6, undefined), "What the rate is multiplied by at each step, or over so many."),
    every: said({ ...count(), fallback: 1 }, "Steps over which it falls by the factor."),
  },
  inverseTime: {
    rate: first,
    decay: said(number(0, 1e6, undefined), "How much the divisor grows with each step, or over so many."),
    every: said({ ...count(), fallback: 1 }, "Steps over which it grows by that."),
  },
  polynomial: {
    rate: first,
    over: said(count(), "Steps until the minimum."),
    minimum,
    power: said(number(0, 1e3, 1), "1 for a straight line."),
  },
  cosine: { rate: first, over: said(count(), "Steps until the minimum."), minimum },
  warmUp: {
    steps: said(count(), "Steps of rising rates."),
    schedule: said(rate(), "What comes after them, from its own first step on."),
  },
  plateau: {
    rate: first,
    factor: said(fraction(0.1), "What the rate is multiplied by."),
    patience: said(natural(10), "So many losses in a row may be no better than the best."),
    threshold: said(number(0, 1e6, 1e-4), "How much better than the best a loss must be to count."),
    thresholdMode: said(choice(["relative", "absolute"], "relative"), "Whether that is a share of the best, or a difference."),
    cooldown: said(natural(0), "Losses after a fall that do not count."),
    minimum,
    smallestFall: said(number(0, 1e6, 1e-8), "A fall by no more than this is left out."),
  },
};

/** The schedules of learning rates that the engine brings with it. */
export const schedules = [
  entry({
    kind: "schedule",
    name: "constant",
    summary: "One rate for all steps",
    alone: "rate",
    options: scheduleOptions.constant,
    build: (options) => constantRate(options.rate),
  }),
  entry({
    kind: "schedule",
    name: "list",
    summary: "A rate for each step; the last one stays",
    alone: "rates",
    options: scheduleOptions.list,
    build: ({ rates }) => listedRates(rates),
  }),
  entry({
    kind: "schedule",
    name: "step",
    summary: "Multiplied by a factor every so many steps",
    options: scheduleOptions.step,
    build: (options) => stepDecay(options),
  }),
  entry({
    kind: "schedule",
    name: "exponential",
    summary: "Falls by the same factor at each step, or over every so many",
    options: scheduleOptions.exponential,
    build: (options) => exponentialDecay(options),
  }),
  entry({
    kind: "schedule",
    name: "inverseTime",
    summary: "Divided by what grows evenly with the steps",
    options: scheduleOptions.inverseTime,
    build: (options) => inverseTimeDecay(options),
  }),
  entry({
    kind: "schedule",
    name: "polynomial",
    summary: "Falls to a minimum in a straight line, or along a power of it",
    options: scheduleOptions.polynomial,
    build: (options) => polynomialDecay(options),
  }),
  entry({
    kind: "schedule",
    name: "cosine",
    summary: "Half a wave of the cosine, from the rate down to a minimum",
    options: scheduleOptions.cosine,
    build: (options) => cosineDecay(options),
  }),
  entry({
    kind: "schedule",
    name: "warmUp",
    summary: "Rises evenly for some steps, and then goes on as another schedule",
    options: scheduleOptions.warmUp,
    build: (options) => warmUp(options),
  }),
  entry({
    kind: "schedule",
    name: "plateau",
    summary: "Falls by a factor where the watched loss no longer does",
    options: scheduleOptions.plateau,
    build: (options) => reduceOnPlateau(options),
  }),
];
