import { numbers } from "../../recipe/limits.ts";
import { streamsTask, windowsTask } from "../../tasks/nextToken.ts";
import { entry } from "../entry.ts";
import { choice, said, whole } from "../options.ts";

const { sequenceLength, batchSize } = numbers;

/** The tasks that the engine brings with it. Lengths that are left out are chosen to suit the text before a task is built. */
export const tasks = [
  entry({
    kind: "task",
    name: "streams",
    summary:
      "The next token at every step of contiguous rows; the state is carried on and the gradient cut at a chunk's beginning",
    options: {
      sequenceLength,
      batchSize,
      carry: said(
        choice(["all", "h", "none"], "all"),
        "Which states go on from chunk to chunk; the others begin at zero in each.",
      ),
    },
    build: ({ sequenceLength: steps, batchSize: rows, carry }) =>
      streamsTask({ sequenceLength: steps ?? 32, batchSize: rows ?? 8, carry }),
  }),
  entry({
    kind: "task",
    name: "windows",
    summary: "So many tokens in, the next one out; the state begins anew in every window",
    options: {
      sequenceLength,
      batchSize,
      start: said(whole(0, 1e9, null), "Token at which the first window begins; drawn where left out."),
      numpySeed: said(
        whole(0, 0xffffffff, null),
        "Starts are drawn as by NumPy's RandomState of this seed; from the run's own seed where left out.",
      ),
    },
    build: ({ sequenceLength: steps, batchSize: rows, start, numpySeed }) =>
      windowsTask({ sequenceLength: steps ?? 3, batchSize: rows ?? 8, start, numpySeed }),
  }),
];
