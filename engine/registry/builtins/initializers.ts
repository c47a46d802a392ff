import {
  constant,
  glorotNormal,
  glorotUniform,
  heNormal,
  heUniform,
  identity,
  normal,
  orthogonal,
  uniform,
  unitForgetBias,
  zeros,
} from "../../initializers/initializers.ts";
import { entry } from "../entry.ts";
import { number } from "../options.ts";

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
    name: "normal",
    summary: "Normal with the standard deviation scale",
    options: { scale: number(0, Number.MAX_VALUE, undefined) },
    build: ({ scale }) => normal(scale),
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
    name: "glorotNormal",
    summary: "Normal, with a deviation from fan-in and fan-out (Glorot and Bengio, 2010)",
    options: {},
    build: () => glorotNormal,
  }),
  entry({
    kind: "initializer",
    name: "heUniform",
    summary: "Uniform, with a width from fan-in (He, Zhang, Ren and Sun, 2015)",
    options: {},
    build: () => heUniform,
  }),
  entry({
    kind: "initializer",
    name: "heNormal",
    summary: "Normal, with a deviation from fan-in (He, Zhang, Ren and Sun, 2015)",
    options: {},
    build: () => heNormal,
  }),
  entry({
    kind: "initializer",
    name: "orthogonal",
    summary: "Orthonormal rows or columns (Saxe, McClelland and Ganguli, 2014)",
    options: {},
    build: () => orthogonal,
  }),
  entry({
    kind: "initializer",
    name: "identity",
    summary: "Ones on the diagonal of each gate (Le, Jaitly and Hinton, 2015)",
    options: {},
    build: () => identity,
  }),
  entry({
    kind: "initializer",
    name: "unitForgetBias",
    summary: "For biases: one for the forget gate, zero for all others (Gers, Schmidhuber and Cummins, 2000)",
    options: {},
    build: () => unitForgetBias,
  }),
];
