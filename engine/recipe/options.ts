import type { Kind } from "../registry/entry.ts";
import {
  choice,
  flag,
  group,
  list,
  named,
  number,
  optionalCount,
  optionalGroup,
  optionalMap,
  optionalNetwork,
  optionalRate,
  type RateOption,
  said,
  text,
  whole,
} from "../registry/options.ts";
import { letterForms } from "../text/normalize.ts";
import { numbers } from "./limits.ts";

/** The form of a recipe that this program writes. */
export const recipeVersion = 1;

const every = (kind: Kind, summary: string) => said(named(kind, null), summary);
const row = { type: "list", item: number(-1e9, 1e9, undefined), fallback: [] } as const;

/**
 * All that a recipe can say: the one table from which its type, its check, its JSON schema, the form of the lab, the settings and the command
 * line's words follow. Entries of the registry bring their own options. What is left out is chosen to suit the text.
 */
export const recipeOptions = {
  version: said(whole(1, recipeVersion, recipeVersion), "Of the form of recipes."),
  text: said(
    group({
      file: said(text(null), "The text, by its path from the recipe's folder."),
      tokenizer: every("tokenizer", "What the network reads and predicts, one at a time."),
      vocabulary: said(
        whole(2, 1_000_000, null),
        "At most so many different tokens; the rarest become the unknown token. Empty: 10,000.",
      ),
      minimumCount: said(whole(1, 1_000_000, 1), "How often a token must occur; rarer ones become the unknown token."),
      letters: said(
        choice(letterForms, "asWritten"),
        "How letters with marks are written: as they stand in the text, composed (NFC), or as a letter and its marks (NFD).",
      ),
      order: said(
        choice(["usual", "codePoint"], "usual"),
        "How the vocabulary is ordered: as its tokenizer does, or every token by its characters.",
      ),
    }),
    "What is read.",
  ),
  task: every("task", "What the network is to learn of the text."),
  network: said(optionalNetwork(), "Cells, and what wraps them."),
  head: said(
    group({
      readout: said(
        choice(["auto", "all", "last", "mean", "final"], "auto"),
        "What the output layer reads: every step, each row's last step, the mean of its steps, or the final states.",
      ),
      embedding: said(
        optionalGroup({
          size: said(whole(1, 4096, undefined), "Numbers of each token's vector."),
          padding: said(whole(0, 1_000_000, null), "The id whose vector is not learned from look-ups."),
        }),
        "Vectors of the tokens, learned with the rest, in place of one-hot rows.",
      ),
      hidden: said(
        list(
          group({
            units: said(whole(1, 4096, undefined), "Units of the layer."),
            activation: said(choice(["linear", "tanh", "relu", "sigmoid"], "linear"), "Of the layer's units."),
            bias: said(flag(true), "Whether a bias is added."),
          }),
        ),
        "Dense layers between the network and the output layer.",
      ),
      bias: said(flag(true), "Whether the output layer has a bias."),
      tied: said(flag(false), "Whether the output layer uses the embedding's vectors as its weights."),
      initialState: said(
        choice(["zero", "learned"], "zero"),
        "Whether states begin at zero, or at values that are learned with the weights.",
      ),
      states: said(
        optionalMap(optionalMap(row)),
        "Values that states begin at, by the cell's path and the state's name: one for each unit.",
      ),
    }),
    "What reads the network's outputs.",
  ),
  training: said(
    group({
      steps: numbers.steps,
      seed: numbers.seed,
      precision: said(
        choice(["float32", "float64"], "float32"),
        "float32 is fast; float64 has the digits of a proof, on plain kernels.",
      ),
      optimizer: said(named("optimizer", null, ["learningRate"]), "How a gradient becomes a change of the weights."),
      learningRate: said(optionalRate() as RateOption<null>, "Size of a step of the optimizer: a number, or a schedule."),
      clipping: said(
        group({
          norm: said(number(0, 1e6, null), "Bound of the norm of all gradients together; 0 switches it off."),
          epsilon: said(number(0, 1, 0), "Added to the norm before it divides: 1e-6 in PyTorch."),
          each: said(number(0, 1e6, null), "Bound of each weight's own norm (Keras' clipnorm)."),
          value: said(number(0, 1e6, null), "Bound of each element of the gradient."),
        }),
        "Bounds of the gradient.",
      ),
      loss: every("loss", "What is made small."),
      gradient: said(
        choice(["mean", "sum"], "mean"),
        "Whether the gradient is that of the mean over the steps of a chunk, or of their sum.",
      ),
      initializers: said(
        group({
          kernel: every("initializer", "First values of the weights from the input, and of dense layers."),
          recurrentKernel: every("initializer", "First values of the weights from the previous step."),
          bias: every("initializer", "First values of the biases."),
          weights: said(optionalMap(list(row)), "First values of single weights, by their paths: rows of numbers."),
        }),
        "How the weights begin.",
      ),
      validation: said(
        group({
          part: said(
            number(0, 0.9, 0),
            "Share of the text, at its end, that is kept from training and tells how well the rest is learned.",
          ),
          file: said(text(null), "Another text that tells how well this one is learned, by its path from the recipe's folder."),
          every: said(whole(1, 1_000_000, 100), "Steps between two evaluations."),
        }),
        "A text that is not trained on.",
      ),
      earlyStopping: said(
        optionalGroup({
          patience: said(whole(1, 1_000_000, 10), "Evaluations without a better validation loss after which training ends."),
          least: said(number(0, 1e6, 0), "By how much a loss must be lower to count as better."),
        }),
        "Ends training when the validation loss no longer falls, and goes back to the best step.",
      ),
      explosion: said(choice(["stop", "ignore"], "stop"), "What to do when the loss stays far above that of a blind guess."),
    }),
    "How it is trained.",
  ),
  sampling: said(
    group({
      every: numbers.sampleEvery,
      length: numbers.sampleLength,
      temperature: numbers.temperature,
      topK: said({ ...optionalCount(), maximum: 1_000_000 }, "Only the so many most probable tokens are drawn."),
      topP: said(number(0, 1, null), "Only the most probable tokens that together have this probability are drawn."),
    }),
    "What the network writes while it learns.",
  ),
};
