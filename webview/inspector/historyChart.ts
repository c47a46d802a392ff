import { formatCount, formatNumber } from "../../engine/words/numbers.ts";
import { logarithmicAxis, lonePoints, paintReference, stepAxis, uPlot } from "../shared/chart.ts";
import { h } from "../shared/dom.ts";
import { decades, positiveExtent } from "../shared/extent.ts";
import type { Theme } from "../shared/theme.ts";

/** One figure of one parameter over the steps, on a logarithmic scale. */
export class HistoryChart {
  readonly root: HTMLElement;
  private readonly frame = h("div", { class: "historyPlot" });
  private readonly reading = h("span", { class: "reading" });
  private readonly reference: number | null;
  private chart: uPlot | null = null;
  private theme: Theme;
  private steps: readonly number[] = [];
  private values: readonly number[] = [];

  constructor(title: string, explanation: string, reference: number | null, theme: Theme) {
    this.reference = reference;
    this.theme = theme;
    const head = h("div", { class: "historyHead" }, h("h4", {}, title), this.reading);
    this.root = h("div", { class: "history" }, head, h("p", { class: "hint" }, explanation), this.frame);
    new ResizeObserver(() => this.resize()).observe(this.frame);
  }

  update(steps: readonly number[], values: readonly number[]): void {
    this.steps = steps;
    this.values = values.map(Math.abs);
    if (this.frame.clientWidth === 0 || steps.length === 0) return;
    this.chart ??= new uPlot(this.describe(), this.data(), this.frame);
    this.chart.setData(this.data());
    this.read();
  }

  restyle(theme: Theme): void {
    this.theme = theme;
    this.chart?.destroy();
    this.chart = null;
    this.update(this.steps, this.values);
  }

  private resize(): void {
    const { clientWidth: width, clientHeight: height } = this.frame;
    if (this.chart !== null && width > 0) this.chart.setSize({ width, height });
    else this.update(this.steps, this.values);
  }

  private data(): uPlot.AlignedData {
    return [[...this.steps], this.values.map((value) => (value > 0 ? value : null))];
  }

  private describe(): uPlot.Options {
    const { theme } = this;
    return {
      width: this.frame.clientWidth,
      height: this.frame.clientHeight,
      legend: { show: false },
      padding: [6, 12, 0, 0],
      scales: { x: { time: false }, y: { distr: 3, range: () => this.range() } },
      axes: [
        { ...stepAxis(theme, true), space: 56 },
        { ...logarithmicAxis(theme), size: 44 },
      ],
      series: [{}, { stroke: theme.foreground, width: 1.25, points: lonePoints(theme.foreground) }],
      cursor: { drag: { x: false, y: false }, y: false, points: { size: 5, fill: theme.foreground, stroke: theme.background } },
      hooks: { setCursor: [() => this.read()], draw: [(chart) => this.paint(chart)] },
    };
  }

  private range(): uPlot.Range.MinMax {
    const [smallest, largest] = positiveExtent(this.values);
    if (this.reference === null) return decades(smallest, largest);
    return decades(Math.min(smallest, this.reference), Math.max(largest, this.reference));
  }

  private paint(chart: uPlot): void {
    if (this.reference !== null) paintReference(chart, this.theme, this.reference, "healthy, about 1e−3");
  }

  private read(): void {
    const k = this.chart?.cursor.idx ?? this.steps.length - 1;
    const step = this.steps[k];
    this.reading.textContent = step === undefined ? "" : `step ${formatCount(step)}  ${formatNumber(this.values[k]!)}`;
  }
}
