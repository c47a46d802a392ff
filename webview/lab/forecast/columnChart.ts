import { formatCount, formatNumber } from "../../../engine/words/numbers.ts";
import { lonePoints, numberAxis, stepAxis, uPlot } from "../../shared/chart.ts";
import { h } from "../../shared/dom.ts";
import { readingLine } from "../../shared/readingLine.ts";
import type { Theme } from "../../shared/theme.ts";
import { type ColumnSeries, columnRange, rootMeanSquare } from "./forecastData.ts";

/** Rows, counted from 1, at which something else begins; null where nothing does. */
export interface Borders {
  readonly validation: number | null;
  readonly end: number | null;
}

const syncKey = "rows";

/** One column: the truth thin, what was told of it over that, and beyond the end what is told of the future, dashed. */
export class ColumnChart {
  readonly root: HTMLElement;
  private readonly frame: HTMLElement;
  private readonly heading = h("h3", {});
  private readonly error = h("span", { class: "hint" });
  private readonly reading = readingLine();
  private readonly say: (text: string) => void;
  private readonly lowest: boolean;
  private chart: uPlot | null = null;
  private theme: Theme | null = null;
  private series: ColumnSeries | null = null;
  private borders: Borders = { validation: null, end: null };

  /** @param lowest whether it names the rows */
  constructor(name: string, lowest: boolean, say: (text: string) => void) {
    this.say = say;
    this.lowest = lowest;
    this.heading.textContent = name;
    const role = { role: "application", "aria-roledescription": "chart" };
    const label = `${name}, told and true, row by row. Left and right arrow keys read single rows.`;
    this.frame = h("div", { class: "plot", tabindex: 0, ...role, "aria-label": label });
    const head = h("div", { class: "chartHead" }, this.heading, this.error, this.reading.element);
    this.root = h("section", { class: "chart" }, head, this.frame);
    this.frame.addEventListener("keydown", (event) => this.walk(event));
    new ResizeObserver(() => this.resize()).observe(this.frame);
  }

  update(series: ColumnSeries, borders: Borders): void {
    this.series = series;
    this.borders = borders;
    this.draw();
  }

  restyle(theme: Theme): void {
    this.theme = theme;
    this.chart?.destroy();
    this.chart = null;
    this.draw();
  }

  private resize(): void {
    const { clientWidth: width, clientHeight: height } = this.frame;
    if (this.chart !== null && width > 0) this.chart.setSize({ width, height });
    else this.draw();
  }

  private draw(): void {
    if (this.theme === null || this.series === null || this.frame.clientWidth === 0) return;
    const { rows, truth, told, future } = this.series;
    const data: uPlot.AlignedData = [rows, truth, told, future];
    this.chart ??= new uPlot(this.describe(this.theme), data, this.frame);
    this.chart.setData(data);
    const off = rootMeanSquare(this.series);
    this.error.textContent = off === null ? "" : `off by ${formatNumber(off, 3)} (root mean square)`;
    this.read();
  }

  private describe(theme: Theme): uPlot.Options {
    const { clientWidth: width, clientHeight: height } = this.frame;
    const told = theme.hues.blue;
    return {
      width,
      height,
      legend: { show: false },
      padding: [18, 24, 0, 0],
      scales: {
        x: { time: false, range: (_, from, to) => [from ?? 1, Math.max(to ?? 2, (from ?? 1) + 1)] },
        y: { range: () => columnRange(this.series!) },
      },
      axes: [stepAxis(theme, this.lowest), numberAxis(theme, 36)],
      series: [
        {},
        { stroke: theme.foreground, width: 1, points: lonePoints(theme.foreground) },
        { stroke: told, width: 2, points: lonePoints(told) },
        { stroke: told, width: 2, dash: [4, 3], points: lonePoints(told) },
      ],
      cursor: {
        sync: { key: syncKey, scales: ["x", null] },
        drag: { x: false, y: false },
        y: false,
        points: { size: 5, stroke: theme.background },
      },
      hooks: { setCursor: [() => this.read()], drawClear: [(chart) => this.paintBorders(chart)] },
    };
  }

  /** Lines where the rows begin that were not trained on, and where the truth ends, with a word each where it has room. */
  private paintBorders(chart: uPlot): void {
    const { validation, end } = this.borders;
    const right = chart.bbox.left + chart.bbox.width;
    const at = (row: number): number => Math.round(chart.valToPos(row - 0.5, "x", true)) + 0.5;
    const endsAt = end === null ? right : at(end);
    if (validation !== null) paintBorder(chart, this.theme!, at(validation), Math.min(endsAt, right), "not trained on");
    if (end !== null) paintBorder(chart, this.theme!, endsAt, right, "future");
  }

  private read(): void {
    this.reading.show(this.partsAt(this.chart?.cursor.idx ?? null));
  }

  private partsAt(k: number | null): readonly string[] {
    const { series } = this;
    const row = k === null ? undefined : series?.rows[k];
    if (series === null || k === null || row === undefined) return [];
    const told = series.told[k] ?? series.future[k] ?? null;
    const truth = series.truth[k] ?? null;
    return [
      `row ${formatCount(row)}`,
      ...(told === null ? [] : [`told ${formatNumber(told)}`]),
      ...(truth === null ? [] : [`true ${formatNumber(truth)}`]),
      ...(told === null || truth === null ? [] : [`off by ${formatNumber(told - truth, 3)}`]),
      ...this.partOf(row),
    ];
  }

  private partOf(row: number): readonly string[] {
    const { validation, end } = this.borders;
    if (end !== null && row >= end) return ["future"];
    return validation !== null && row >= validation ? ["not trained on"] : [];
  }

  private walk(event: KeyboardEvent): void {
    const by = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    const { chart, series } = this;
    if (by === 0 || chart === null || series === null || series.rows.length === 0) return;
    event.preventDefault();
    const last = series.rows.length - 1;
    const k = Math.max(0, Math.min(last, (chart.cursor.idx ?? last) + by * (event.shiftKey ? 20 : 1)));
    chart.setCursor({ left: chart.valToPos(series.rows[k]!, "x"), top: chart.over.clientHeight / 2 });
    this.say(`${series.name}: ${this.partsAt(k).join(", ")}`);
  }
}

/** A dotted line, and above it the name of what begins there. @param until where something else begins */
function paintBorder({ ctx, bbox }: uPlot, theme: Theme, x: number, until: number, word: string): void {
  if (x < bbox.left || x > bbox.left + bbox.width) return;
  ctx.save();
  ctx.strokeStyle = theme.muted;
  ctx.lineWidth = devicePixelRatio;
  ctx.setLineDash([2 * devicePixelRatio, 3 * devicePixelRatio]);
  ctx.beginPath();
  ctx.moveTo(x, bbox.top - 12 * devicePixelRatio);
  ctx.lineTo(x, bbox.top + bbox.height);
  ctx.stroke();
  ctx.font = `${11 * devicePixelRatio}px ${theme.textFont}`;
  ctx.fillStyle = theme.muted;
  ctx.textAlign = "left";
  ctx.textBaseline = "bottom";
  const left = x + 4 * devicePixelRatio;
  if (left + ctx.measureText(word).width <= until) ctx.fillText(word, left, bbox.top);
  ctx.restore();
}
