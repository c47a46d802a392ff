import { formatCount } from "../../../engine/words/numbers.ts";
import type { ForecastReport } from "../../../engine/worker/protocol.ts";
import { dropdown } from "../../shared/components.ts";
import { h, setText } from "../../shared/dom.ts";
import type { Theme } from "../../shared/theme.ts";
import { ColumnChart } from "./columnChart.ts";
import { columnsOf } from "./forecastData.ts";

/** Charts below each other: more of them nobody compares. */
const most = 6;

/** What a model of numbers tells of its series, a chart for each column, all on one axis of rows. */
export class ForecastView {
  readonly root: HTMLElement;
  private readonly step = h("span", { class: "hint" });
  private readonly charts = h("div", { class: "forecastCharts" });
  private readonly choice = dropdown("Column", (name) => this.choose(name));
  private readonly say: (text: string) => void;
  private shown: { readonly name: string; readonly chart: ColumnChart }[] = [];
  private chosen = "";
  private report: ForecastReport | null = null;
  private theme: Theme | null = null;

  constructor(say: (text: string) => void) {
    this.say = say;
    const keys = h("span", { class: "keys", "aria-hidden": "true" });
    for (const [kind, word] of [
      ["", "true"],
      ["told", "told"],
      ["told future", "told from what was told"],
    ] as const)
      keys.append(h("span", { class: `key ${kind}` }), word);
    const head = h("div", { class: "chartHead" }, h("h3", {}, "forecast"), this.step, keys, this.choice.element);
    this.root = h("section", { class: "forecast" }, head, this.charts);
  }

  update(report: ForecastReport | null, waiting: string): void {
    this.report = report;
    if (report === null) {
      this.shown = [];
      this.charts.replaceChildren(h("p", { class: "waiting" }, waiting));
      this.choice.element.hidden = true;
      setText(this.step, "");
      return;
    }
    setText(this.step, `step ${formatCount(report.step)}`);
    this.offer(report.columns);
    this.draw(report);
  }

  restyle(theme: Theme): void {
    this.theme = theme;
    for (const { chart } of this.shown) chart.restyle(theme);
  }

  private offer(columns: readonly string[]): void {
    const all = columns.length <= most ? [{ value: "", text: "all columns" }] : [];
    const options = [...all, ...columns.map((name) => ({ value: name, text: name }))];
    if (!options.some(({ value }) => value === this.chosen)) this.chosen = options[0]!.value;
    this.choice.offer(options, this.chosen);
    this.choice.element.hidden = columns.length < 2;
  }

  private choose(name: string): void {
    this.chosen = name;
    if (this.report !== null) this.draw(this.report);
  }

  private draw(report: ForecastReport): void {
    const columns = columnsOf(report).filter(({ name }) => this.chosen === "" || name === this.chosen);
    const names = columns.map(({ name }) => name);
    if (JSON.stringify(names) !== JSON.stringify(this.shown.map(({ name }) => name))) this.build(names);
    const known = report.first + report.truth.length / report.columns.length;
    const { validationFrom, future } = report;
    const borders = { validation: validationFrom === null ? null : validationFrom + 1, end: future === null ? null : known + 1 };
    columns.forEach((column, k) => {
      this.shown[k]!.chart.update(column, borders);
    });
  }

  private build(names: readonly string[]): void {
    this.shown = names.map((name, k) => ({ name, chart: new ColumnChart(name, k === names.length - 1, this.say) }));
    this.charts.replaceChildren(...this.shown.map(({ chart }) => chart.root));
    if (this.theme !== null) this.restyle(this.theme);
  }
}
