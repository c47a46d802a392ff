import {
  constant,
  forgetBias,
  glorotNormal,
  glorotUniform,
  heNormal,
  heUniform,
  type Initializer,
  identity,
  lecunNormal,
  lecunUniform,
  normal,
  orthogonal,
  truncatedNormal,
  uniform,
  unitsUniform,
  varianceScaling,
  withGain,
  zeros,
} from "../../initializers/initializers.ts";
import { type Entry, entry } from "../entry.ts";
import { choice, number, positive, said } from "../options.ts";

const largest = Number.MAX_VALUE;
const gain = said(number(-largest, largest, 1), "What all numbers are multiplied by.");

/** An initializer that takes its width from the shape, and a gain. */
const scaled = (name: string, summary: string, initializer: Initializer): Entry<"initializer"> =>
  entry({ kind: "initializer", name, summary, options: { gain }, build: (options) => withGain(initializer, options.gain) });

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
    alone: "scale",
    options: { scale: said(number(-largest, largest, undefined), "The number.") },
    build: ({ scale }) => constant(scale),
  }),
  entry({
    kind: "initializer",
    name: "uniform",
    summary: "Uniform between -scale and scale",
    alone: "scale",
    options: { scale: said(number(0, largest, undefined), "Half of the width.") },
    build: ({ scale }) => uniform(scale),
  }),
  entry({
    kind: "initializer",
    name: "normal",
    summary: "Normal with the standard deviation scale",
    alone: "scale",
    options: { scale: said(number(0, largest, undefined), "The standard deviation.") },
    build: ({ scale }) => normal(scale),
  }),
  entry({
    kind: "initializer",
    name: "truncatedNormal",
    summary: "Normal, drawn again beyond two deviations",
    alone: "scale",
    options: { scale: said(number(0, largest, undefined), "The standard deviation before anything is drawn again.") },
    build: ({ scale }) => truncatedNormal(scale),
  }),
  entry({
    kind: "initializer",
    name: "varianceScaling",
    summary: "Random numbers with a variance from fan-in, fan-out or both",
    options: {
      scale: said(positive(1), "The variance, times what it is divided by."),
      mode: said(
        choice(["fanIn", "fanOut", "fanAverage"], "fanIn"),
        "What it is divided by: rows, columns, or the mean of both.",
      ),
      distribution: said(choice(["truncatedNormal", "normal", "uniform"], "truncatedNormal"), "How the numbers are spread."),
    },
    build: (options) => varianceScaling(options),
  }),
  scaled("glorotUniform", "Uniform, with a width from fan-in and fan-out (Glorot and Bengio, 2010)", glorotUniform),
  scaled("glorotNormal", "Normal, with a deviation from fan-in and fan-out (Glorot and Bengio, 2010)", glorotNormal),
  scaled("heUniform", "Uniform, with a width from fan-in (He, Zhang, Ren and Sun, 2015)", heUniform),
  scaled("heNormal", "Normal, with a deviation from fan-in (He, Zhang, Ren and Sun, 2015)", heNormal),
  scaled("lecunUniform", "Uniform, with a width from fan-in (LeCun, Bottou, Orr and Müller, 1998)", lecunUniform),
  scaled("lecunNormal", "Normal, with a deviation from fan-in (LeCun, Bottou, Orr and Müller, 1998)", lecunNormal),
  scaled("unitsUniform", "Uniform, with a width from the units of a gate: PyTorch's start of recurrent layers", unitsUniform),
  scaled("orthogonal", "Orthonormal rows or columns (Saxe, McClelland and Ganguli, 2014)", orthogonal),
  scaled("identity", "Ones on the diagonal of each gate (Le, Jaitly and Hinton, 2015)", identity),
  entry({
    kind: "initializer",
    name: "unitForgetBias",
    summary: "For biases: one for the forget gate, zero for all others (Gers, Schmidhuber and Cummins, 2000)",
    options: { value: said(number(-largest, largest, 1), "What the forget gate's bias begins at.") },
    build: ({ value }) => forgetBias(value),
  }),
];
