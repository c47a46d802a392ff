import type { ParameterSeries } from "../../engine/history/gradientHistory.ts";
import type { RunDescription } from "../../engine/runs/description.ts";
import type { ParameterGradient } from "../../engine/training/report.ts";
import { formatExact, formatNumber, formatScientific } from "../../engine/words/numbers.ts";
import { h, setAttribute, setText } from "../shared/dom.ts";
import { icon } from "../shared/icons.ts";
import type { Theme } from "../shared/theme.ts";
import { alignedNumber } from "./aligned.ts";
import { HistoryChart } from "./historyChart.ts";
import { placeOf } from "./place.ts";
import { drawSparkline, healthy } from "./sparkline.ts";

/** One parameter: its name and sparkline, its three figures below, and on demand the figures over time. */
export class ParameterRow {
  readonly root: HTMLElement;
  private readonly details: HTMLElement;
  private readonly head: HTMLElement;
  private readonly toggle: HTMLElement;
  private readonly spark = h("canvas", { class: "spark", "aria-hidden": "true" });
  private readonly norm = alignedNumber("norm", "gradient norm");
  private readonly largest = alignedNumber("largest", "largest element");
  private readonly ratio = alignedNumber("ratio", "update to weight");
  private readonly where = h("p", { class: "hint where" });
  private charts: { norm: HistoryChart; largest: HistoryChart; ratio: HistoryChart } | null = null;
  private readonly toggled: (open: boolean) => void;

  constructor(path: string, name: string, open: boolean, toggled: (open: boolean) => void) {
    this.toggled = toggled;
    this.details = h("div", { class: "details", id: `details-${path.replaceAll("/", "-")}`, hidden: true });
    const figures = h("div", { class: "figures" }, this.norm.element, this.largest.element, this.ratio.element);
    this.toggle = h(
      "button",
      { class: "nameLine", type: "button", "aria-controls": this.details.id },
      icon("chevron"),
      h("span", { class: "name" }, name),
      this.spark,
    );
    this.head = h("div", { class: "parameterHead" }, this.toggle, figures);
    this.head.addEventListener("click", () => this.open(this.details.hidden !== false));
    this.root = h("div", { class: "parameterRow" }, this.head, this.details);
    this.open(open, false);
  }

  update(
    theme: Theme,
    gradient: ParameterGradient | undefined,
    steps: readonly number[],
    series: ParameterSeries,
    description: RunDescription,
  ): void {
    if (gradient !== undefined) this.write(gradient, description);
    drawSparkline(this.spark, theme, series.updateRatio);
    if (this.details.hidden) return;
    this.charts ??= this.build(theme);
    this.charts.norm.update(steps, series.norm);
    this.charts.largest.update(steps, series.largest);
    this.charts.ratio.update(steps, series.updateRatio);
  }

  restyle(theme: Theme): void {
    for (const chart of Object.values(this.charts ?? {})) chart.restyle(theme);
  }

  private open(open: boolean, tell = true): void {
    this.details.hidden = !open;
    setAttribute(this.toggle, "aria-expanded", String(open));
    if (tell) this.toggled(open);
  }

  private write(gradient: ParameterGradient, description: RunDescription): void {
    this.norm.show(formatNumber(gradient.norm));
    this.largest.show(formatNumber(gradient.largest));
    this.ratio.show(formatScientific(gradient.updateRatio, 3));
    const place = placeOf(gradient, description);
    this.head.title = `largest element ${formatExact(gradient.largest)} at ${place}`;
    setText(this.where, `The largest element of the last step, ${formatNumber(gradient.largest)}, stands at ${place}.`);
  }

  private build(theme: Theme): NonNullable<typeof this.charts> {
    const norm = new HistoryChart(
      "‖g‖",
      "Length of the gradient, before clipping: the root of the sum of its squares.",
      null,
      theme,
    );
    const largest = new HistoryChart("max |g|", "Its element of largest magnitude.", null, theme);
    const words = "Length of the last update over the length of the weights: how far a step moves them.";
    const ratio = new HistoryChart("Δ/w", words, healthy, theme);
    this.details.replaceChildren(norm.root, largest.root, this.where, ratio.root);
    return { norm, largest, ratio };
  }
}
