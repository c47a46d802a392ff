import { entry } from "../registry/entry.ts";
import { number } from "../registry/options.ts";
import { constant, glorotUniform, orthogonal, uniform, zeros } from "./initializers.ts";

/** The initializers that the engine brings with it. */
export const initializers = [
  entry({
    kind: "initializer",
    name: "zeros",
    summary: "All zero",
    options: {},
    build: () => zeros,
  }),
  entry({
    kind: "initializer",
    name: "constant",
    summary: "One number everywhere",
    options: { scale: number(-Number.MAX_VALUE, Number.MAX_VALUE, undefined) },
    build: ({ scale }) => constant(scale),
  }),
  entry({
    kind: "initializer",
    name: "uniform",
    summary: "Uniform between -scale and scale",
    options: { scale: number(0, Number.MAX_VALUE, undefined) },
    build: ({ scale }) => uniform(scale),
  }),
  entry({
    kind: "initializer",
    name: "glorotUniform",
    summary: "Uniform, with a width from fan-in and fan-out (Glorot and Bengio, 2010)",
    options: {},
    build: () => glorotUniform,
  }),
  entry({
    kind: "initializer",
    name: "orthogonal",
    summary: "Orthonormal rows or columns (Saxe, McClelland and Ganguli, 2014)",
    options: {},
    build: () => orthogonal,
  }),
];
