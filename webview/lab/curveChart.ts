import { type GrowingCurve, stepOf } from "../../engine/history/curve.ts";
import { bestOf } from "../../engine/history/parting.ts";
import { formatCount, formatNumber } from "../../engine/words/numbers.ts";
import type { ValidationPoint } from "../../engine/worker/protocol.ts";
import { chartFont, logarithmicAxis, lonePoints, numberAxis, paintReference, stepAxis, uPlot } from "../shared/chart.ts";
import { type Child, h, oncePerFrame, setText } from "../shared/dom.ts";
import { decades, positiveExtent, stepRange } from "../shared/extent.ts";
import { roundUp } from "../shared/range.ts";
import { readingLine } from "../shared/readingLine.ts";
import type { Theme } from "../shared/theme.ts";
import { onBuckets, paintBest, validationSeries } from "./validationMarks.ts";

export interface CurveChartOptions {
  readonly title: string;
  readonly logarithmic: boolean;
  /** Only the lowest chart of a stack names the steps. */
  readonly lowest: boolean;
}

export interface CurveData {
  readonly raw: GrowingCurve;
  readonly smoothed: GrowingCurve | null;
  readonly plannedSteps: number;
  readonly reference: { readonly value: number; readonly name: string } | null;
  /** What it is measured in. */
  readonly hint: string;
  /** The same quantity of what is not trained on; empty where nothing is. */
  readonly validation: readonly ValidationPoint[];
}

const syncKey = "steps";

/** One quantity over the steps: its extremes as a band, its mean thin, its smoothed value strong, evaluations as dots; crosshairs move together. */
export class CurveChart {
  readonly root: HTMLElement;
  private readonly frame: HTMLElement;
  private readonly reading = readingLine();
  private readonly hint = h("span", { class: "hint" });
  private readonly validationKey = h(
    "span",
    { class: "keys validationKey", hidden: true },
    h("span", { class: "key" }),
    "validation",
  );
  private readonly options: CurveChartOptions;
  private readonly say: (text: string) => void;
  private chart: uPlot | null = null;
  private theme: Theme | null = null;
  private data: CurveData | null = null;
  private readonly refresh = oncePerFrame(() => this.draw());

  constructor(options: CurveChartOptions, say: (text: string) => void) {
    this.options = options;
    this.say = say;
    this.frame = h("div", {
      class: "plot",
      tabindex: 0,
      role: "application",
      "aria-roledescription": "chart",
      "aria-label": `${options.title} over steps. Left and right arrow keys read single points.`,
    });
    const key: Child[] = options.logarithmic ? [] : [h("span", { class: "key strong" }), "smoothed"];
    const heading = [h("h3", {}, options.title), this.hint];
    const keys = h("span", { class: "keys", "aria-hidden": "true" }, h("span", { class: "key" }), "raw", ...key);
    this.root = h(
      "section",
      { class: "chart" },
      h("div", { class: "chartHead" }, ...heading, keys, this.validationKey, this.reading.element),
      this.frame,
    );
    this.frame.addEventListener("keydown", (event) => this.walk(event));
    new ResizeObserver(() => this.resize()).observe(this.frame);
  }

  update(data: CurveData): void {
    this.data = data;
    setText(this.hint, data.hint);
    this.validationKey.hidden = data.validation.length === 0;
    this.refresh();
  }

  restyle(theme: Theme): void {
    this.theme = theme;
    this.chart?.destroy();
    this.chart = null;
    this.refresh();
  }

  private resize(): void {
    const { clientWidth: width, clientHeight: height } = this.frame;
    if (this.chart !== null && width > 0) this.chart.setSize({ width, height });
    else this.refresh();
  }

  private draw(): void {
    if (this.theme === null || this.data === null || this.frame.clientWidth === 0) return;
    this.chart ??= new uPlot(this.describe(this.theme), this.columns(), this.frame);
    this.chart.setData(this.columns());
    this.read();
  }

  private columns(): uPlot.AlignedData {
    const { raw, smoothed, validation } = this.data!;
    const count = raw.buckets;
    const steps = Float64Array.from({ length: count }, (_, k) => stepOf(raw, k));
    const cut = (numbers: Float64Array): Float64Array => numbers.subarray(0, count);
    const evaluated = onBuckets(raw, validation).map((point) => point?.loss ?? null);
    return [steps, cut(raw.minimum), cut(raw.maximum), cut(raw.mean), smoothed === null ? [] : cut(smoothed.mean), evaluated];
  }

  private describe(theme: Theme): uPlot.Options {
    const { clientWidth: width, clientHeight: height } = this.frame;
    const invisible = { stroke: "transparent", width: 0, points: { show: false } };
    return {
      width,
      height,
      legend: { show: false },
      padding: [12, 24, 0, 0],
      scales: {
        x: { time: false, range: () => stepRange(this.data!.raw.steps, this.data!.plannedSteps) },
        y: { distr: this.options.logarithmic ? 3 : 1, range: () => this.range() },
      },
      axes: [stepAxis(theme, this.options.lowest), this.options.logarithmic ? logarithmicAxis(theme) : numberAxis(theme, 36)],
      series: [
        {},
        invisible,
        invisible,
        { stroke: theme.muted, width: 1, alpha: 0.75, points: lonePoints(theme.muted) },
        { stroke: theme.foreground, width: 2, points: lonePoints(theme.foreground) },
        validationSeries(theme),
      ],
      bands: [{ series: [2, 1], fill: withAlpha(theme, theme.highContrast ? 0.4 : 0.22) }],
      cursor: {
        sync: { key: syncKey, scales: ["x", null] },
        drag: { x: false, y: false },
        y: false,
        points: { size: 5, fill: theme.foreground, stroke: theme.background },
      },
      hooks: { setCursor: [() => this.read()], draw: [(chart) => this.paint(chart)] },
    };
  }

  private paint(chart: uPlot): void {
    const { reference, validation } = this.data!;
    if (reference !== null) paintReference(chart, this.theme!, reference.value, reference.name);
    const best = bestOf(validation);
    if (best !== null) paintBest(chart, this.theme!, best);
    chart.ctx.font = chartFont(this.theme!);
  }

  /** From zero to a round number that holds the curve and, where near, the reference line. */
  private range(): uPlot.Range.MinMax {
    const { raw, reference, validation } = this.data!;
    const [smallest, largest] = positiveExtent(raw.maximum.subarray(0, raw.buckets));
    const [least] = positiveExtent(raw.minimum.subarray(0, raw.buckets));
    if (this.options.logarithmic) return decades(Math.min(smallest, least), largest);
    const [, evaluated] = positiveExtent(validation.map(({ loss }) => loss));
    return [0, roundUp(Math.max(largest, evaluated, (reference?.value ?? 0) * 1.12) || 1)];
  }

  /** The values at the crosshair, or of the last step when there is none. */
  private read(): void {
    const data = this.data;
    if (data === null) return;
    const last = data.raw.buckets - 1;
    const k = Math.min(this.chart?.cursor.idx ?? last, last);
    this.reading.show(k < 0 ? [] : this.partsAt(data, k));
  }

  /** What is dropped first where there is no room comes last. */
  private partsAt({ raw, smoothed, validation }: CurveData, k: number): readonly string[] {
    const first = k * raw.width + 1;
    const final = Math.min(raw.steps, first + raw.width - 1);
    const steps = final > first ? `steps ${formatCount(first)}–${formatCount(final)}` : `step ${formatCount(final)}`;
    const strong = smoothed === null ? [] : [`smoothed ${formatNumber(smoothed.mean[k]!)}`];
    const spread = final > first ? [`${formatNumber(raw.minimum[k]!)} … ${formatNumber(raw.maximum[k]!)}`] : [];
    // Before the first evaluation there is none to be told.
    const evaluation = validation.findLast(({ step }) => step <= final);
    const evaluated = evaluation === undefined ? [] : [`validation ${formatNumber(evaluation.loss)}`];
    return [steps, formatNumber(raw.mean[k]!), ...strong, ...evaluated, ...spread];
  }

  private walk(event: KeyboardEvent): void {
    const by = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    const { chart, data } = this;
    if (by === 0 || chart === null || data === null || data.raw.buckets === 0) return;
    event.preventDefault();
    const stride = event.shiftKey ? 20 : 1;
    const last = data.raw.buckets - 1;
    const k = Math.max(0, Math.min(last, (chart.cursor.idx ?? last) + by * stride));
    chart.setCursor({ left: chart.valToPos(stepOf(data.raw, k), "x"), top: chart.over.clientHeight / 2 });
    this.say(`${this.options.title}: ${this.partsAt(data, k).join(", ")}`);
  }
}

function withAlpha(theme: Theme, alpha: number): string {
  return theme.foreground.replace("rgb(", "rgba(").replace(")", `, ${alpha})`);
}
