import type { GradientReport } from "../../engine/training/report.ts";
import type { RunView } from "../protocol.ts";

const capacity = 600;

export interface ParameterSeries {
  norm: number[];
  largest: number[];
  updateRatio: number[];
}

/** What the inspector remembers of each parameter, a value a report; when full, every other report is forgotten. */
export class GradientHistory {
  steps: number[] = [];
  private readonly series = new Map<string, ParameterSeries>();

  static from(history: RunView["gradientHistory"]): GradientHistory {
    const grown = new GradientHistory();
    grown.steps = [...history.steps];
    for (const { path, norm, largest, updateRatio } of history.parameters) {
      grown.series.set(path, { norm: [...norm], largest: [...largest], updateRatio: [...updateRatio] });
    }
    while (grown.steps.length > capacity) grown.thin();
    return grown;
  }

  of(path: string): ParameterSeries {
    return this.series.get(path) ?? { norm: [], largest: [], updateRatio: [] };
  }

  /** A report of a step that is known already changes nothing. */
  append(report: GradientReport): void {
    if (report.step <= (this.steps.at(-1) ?? 0)) return;
    this.steps.push(report.step);
    for (const parameter of report.parameters) {
      const series = this.of(parameter.path);
      this.series.set(parameter.path, series);
      series.norm.push(parameter.norm);
      series.largest.push(parameter.largest);
      series.updateRatio.push(parameter.updateRatio);
    }
    if (this.steps.length > capacity) this.thin();
  }

  private thin(): void {
    const keep = (numbers: number[]): number[] => numbers.filter((_, k) => (numbers.length - 1 - k) % 2 === 0);
    this.steps = keep(this.steps);
    for (const series of this.series.values()) {
      series.norm = keep(series.norm);
      series.largest = keep(series.largest);
      series.updateRatio = keep(series.updateRatio);
    }
  }
}
