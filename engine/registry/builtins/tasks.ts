import { numbers } from "../../recipe/limits.ts";
import { decimalMarks, delimiters } from "../../series/options.ts";
import { scalingKinds } from "../../series/scaling.ts";
import { blankTask } from "../../tasks/blank.ts";
import { streamsTask, windowsTask } from "../../tasks/nextToken.ts";
import { seriesTask } from "../../tasks/series.ts";
import { entry } from "../entry.ts";
import { choice, flag, list, said, text, whole } from "../options.ts";

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
  entry({
    kind: "task",
    name: "blank",
    summary: "Tokens on both sides of a blank in, the token that stands in it out",
    options: {
      left: said(whole(0, 500, 5), "Tokens before the blank."),
      right: said(whole(0, 500, 5), "Tokens after the blank."),
      batchSize,
    },
    build: ({ left, right, batchSize: rows }) => blankTask({ left, right, batchSize: rows ?? 8 }),
  }),
  entry({
    kind: "task",
    name: "series",
    summary: "Rows of numbers in (comma, semicolon, tab or blanks between them), the next rows out",
    options: {
      sequenceLength: said(whole(1, 1000, 10), "Rows that are read before the next ones are told."),
      batchSize: said(whole(1, 512, 16), "Windows, or streams, that are trained at once."),
      horizon: said(whole(1, 500, 1), "Rows that are told at once."),
      carry: said(
        choice(["none", "all"], "none"),
        "Whether rows are read in windows, or on and on with a carried state, the next ones told at each.",
      ),
      columns: said(list(text(undefined)), "Columns that are read, by name or number; all where none is named."),
      targets: said(list(text(undefined)), "Columns that are told, by name or number; all that are read where none is named."),
      scaling: said(choice(scalingKinds, "standard"), "How columns are scaled, by the part that is trained on."),
      header: said(flag(null), "Whether the first row names the columns; seen from the text where left out."),
      delimiter: said(choice(["auto", ...delimiters], "auto"), "What stands between two numbers."),
      decimal: said(choice(["auto", ...decimalMarks], "auto"), "Whether decimals are set off by a point or a comma."),
    },
    build: (options) => seriesTask(options),
  }),
];
