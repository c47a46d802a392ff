import { constantRate, cosineDecay, exponentialDecay, stepDecay, warmUp } from "../../optimizers/schedules.ts";
import { entry } from "../entry.ts";
import { count, number, rate } from "../options.ts";

const someRate = () => number(0, 1e6, undefined);

/** The schedules of learning rates that the engine brings with it. */
export const schedules = [
  entry({
    kind: "schedule",
    name: "constant",
    summary: "One rate for all steps",
    options: { rate: someRate() },
    build: (options) => constantRate(options.rate),
  }),
  entry({
    kind: "schedule",
    name: "step",
    summary: "Multiplied by a factor every so many steps",
    options: { rate: someRate(), factor: number(0, 1e6, 0.1), every: count() },
    build: (options) => stepDecay(options),
  }),
  entry({
    kind: "schedule",
    name: "exponential",
    summary: "Falls by the same factor at each step, or over every so many",
    options: { rate: someRate(), factor: number(0, 1e6, undefined), every: { ...count(), fallback: 1 } },
    build: (options) => exponentialDecay(options),
  }),
  entry({
    kind: "schedule",
    name: "cosine",
    summary: "Half a wave of the cosine, from the rate down to a minimum",
    options: { rate: someRate(), over: count(), minimum: number(0, 1e6, 0) },
    build: (options) => cosineDecay(options),
  }),
  entry({
    kind: "schedule",
    name: "warmUp",
    summary: "Rises evenly for some steps, and then goes on as another schedule",
    options: { steps: count(), schedule: rate() },
    build: (options) => warmUp(options),
  }),
];
