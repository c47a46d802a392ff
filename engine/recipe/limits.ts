import { type Item, number, said, whole } from "../registry/options.ts";

/** Numbers that a person may turn, wherever they are said: in a recipe, a setting, a form or on the command line. What is left out is chosen to suit the text. */
export const numbers = {
  sequenceLength: said(whole(1, 1000, null), "Tokens of a window, or time steps of a chunk of a stream."),
  batchSize: said(whole(1, 512, null), "Rows that are trained at once."),
  hiddenSize: said(whole(1, 2048, null), "Units of each layer."),
  layers: said(whole(1, 8, null), "Layers, one above the other."),
  forgetBias: said(number(-10, 10, null), "Added to the forget gate's pre-activation, so that a fresh network remembers."),
  initializerScale: said(
    number(0, 10, null),
    "Half-width of the initializer `uniform`, standard deviation of `normal`, value of `constant`; the others do not use it.",
  ),
  learningRate: said(number(1e-9, 1000, null), "Size of a step of the optimizer."),
  clipNorm: said(number(0, 1e6, null), "Bound of the norm of all gradients together; 0 switches clipping off."),
  steps: said(whole(1, 10_000_000, null), "Steps of a run."),
  seed: said(whole(0, 0xffffffff, null), "Where all randomness begins: the same seed, text and settings give the same numbers."),
  sampleEvery: said(whole(0, 1_000_000, null), "Steps between two samples of text; 0 for none."),
  sampleLength: said(whole(1, 10_000, null), "Tokens of a sample."),
  temperature: said(
    number(0, 10, null),
    "Divides the logits before a token is drawn: below 1 more cautious, above 1 wilder, 0 always the most probable.",
  ),
} as const satisfies { readonly [name: string]: Item };
