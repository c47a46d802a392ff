import type { NetworkNode } from "../layers/networkNode.ts";
import type { DecimalMark, Delimiter } from "../series/options.ts";
import { rowStream, SeriesStreams } from "../series/rowStream.ts";
import { rowWindows, SeriesWindows } from "../series/rowWindows.ts";
import type { ScalingKind } from "../series/scaling.ts";
import { StreamPass } from "../text/batching/streamPass.ts";
import { WindowPass } from "../text/batching/windowPass.ts";
import { type DataSize, seriesOf } from "./data.ts";
import { looksAhead } from "./nextToken.ts";
import { mostWindows, type Refusal, type Task } from "./task.ts";

/** How a text of numbers becomes rows. */
export interface SeriesReading {
  readonly delimiter: Delimiter | "auto";
  readonly decimal: DecimalMark | "auto";
  /** Whether the first row names the columns; null to see. */
  readonly header: boolean | null;
  /** What is read, by name or number from 1 on; all columns where none is named. */
  readonly columns: readonly string[];
  /** What of it is told; all where none is named. */
  readonly targets: readonly string[];
  readonly scaling: ScalingKind;
}

export interface SeriesTaskOptions extends SeriesReading {
  readonly sequenceLength: number;
  readonly batchSize: number;
  /** k: rows that are told at once. */
  readonly horizon: number;
  /** Whether rows are read on and on with a carried state, the next told at each step, or in windows. */
  readonly carry: "none" | "all";
}

/** A task whose text is numbers. */
export interface SeriesTask extends Task {
  readonly reads: "series";
  readonly reading: SeriesReading;
  readonly horizon: number;
}

const targetsIn = (size: DataSize): number => (size.kind === "series" ? size.targets : 0);
const columnsIn = (size: DataSize): number => (size.kind === "series" ? size.columns : 0);

/** T rows of a series in, the next k out. */
export function seriesTask({ sequenceLength: T, batchSize: N, horizon, carry, ...reading }: SeriesTaskOptions): SeriesTask {
  const streams = carry === "all";
  return {
    reads: "series",
    reading,
    horizon,
    steps: T,
    rows: N,
    carries: carry,
    readouts: streams ? ["all"] : ["last", "final", "mean"],
    losses: ["meanSquaredError", "meanAbsoluteError"],
    can: { sample: false, predict: false, fill: null, forecast: true },
    shape: (size) => ({ input: { kind: "features", size: columnsIn(size) }, units: horizon * targetsIn(size) }),
    // What telling the mean costs depends on the numbers: the untrained network is near it.
    blindLoss: () => null,
    refusal: (network: NetworkNode) => (streams && looksAhead(network) ? seesWhatComes : null),
    batcher(data, random) {
      const { rows } = seriesOf(data);
      return streams ? new SeriesStreams(rows, T, horizon, N) : new SeriesWindows(rows, T, horizon, N, random);
    },
    validation(data) {
      const { validation } = seriesOf(data);
      if (validation === null) return null;
      const { rows, from } = validation;
      return streams
        ? new StreamPass(rowStream(rows, horizon), T, N, from)
        : new WindowPass(rowWindows(rows, T, horizon), T, N, { from, most: mostWindows });
    },
  };
}

export const isSeriesTask = (task: Task): task is SeriesTask => task.reads === "series";

const seesWhatComes: Refusal = {
  message:
    "A network that also reads from the end cannot learn the next numbers of a series that is read on and on: it would see them",
  advice: 'Read the series in windows ("carry": "none"), or in one direction.',
};
