import { clipNormOf, lossUnit } from "../../engine/recipe/told.ts";
import { formatCount, formatNumber } from "../../engine/words/numbers.ts";
import type { ViewCommand } from "../protocol.ts";
import { h } from "../shared/dom.ts";
import type { RunState } from "../shared/store.ts";
import type { Theme } from "../shared/theme.ts";
import { CurveChart } from "./curveChart.ts";
import { Facts } from "./facts.ts";
import { probabilityLegend, sampleText } from "./sampleText.ts";
import { ValidationWords } from "./validationWords.ts";

/** *Run*: loss and gradient norm on one axis of steps, the run's facts, the newest sample. */
export class RunTab {
  readonly root: HTMLElement;
  private readonly loss: CurveChart;
  private readonly norm: CurveChart;
  private readonly validation: ValidationWords;
  private readonly facts: Facts;
  private readonly sampleStep = h("span", { class: "hint" });
  private readonly sample = h("div", { class: "newest" });
  private readonly say: (text: string) => void;
  private shownSample: unknown = null;

  constructor(act: (command: ViewCommand) => void, say: (text: string) => void) {
    this.say = say;
    this.loss = new CurveChart({ title: "loss", logarithmic: false, lowest: false }, say);
    this.norm = new CurveChart({ title: "gradient norm", logarithmic: true, lowest: true }, say);
    this.validation = new ValidationWords(say);
    this.facts = new Facts(act);
    const heading = h("div", { class: "chartHead" }, h("h3", {}, "newest sample"), this.sampleStep, probabilityLegend());
    const newest = h("section", { class: "newestSample" }, heading, this.sample);
    const charts = h("div", { class: "charts" }, this.loss.root, this.norm.root, this.validation.root);
    this.root = h("div", { class: "runTab" }, charts, this.facts.root, newest);
  }

  restyle(theme: Theme): void {
    this.loss.restyle(theme);
    this.norm.restyle(theme);
  }

  update(run: RunState): void {
    this.facts.update(run);
    const { description } = run;
    const plannedSteps = description?.recipe.training.steps ?? 0;
    const blind = description?.blindLoss ?? null;
    const uniform =
      description === null || blind === null
        ? null
        : {
            value: blind,
            name: `uniform guess, ln ${formatCount(description.vocabularySize)} = ${formatNumber(blind)}`,
          };
    const clip = description ? clipNormOf(description.recipe) : 0;
    this.loss.update({
      raw: run.loss,
      smoothed: run.smoothed,
      plannedSteps,
      reference: uniform,
      hint: description === null ? "" : lossUnit(description.recipe),
      validation: run.validation.all,
    });
    const bound = clip > 0 ? { value: clip, name: `clipped at ${clip}` } : null;
    this.norm.update({
      raw: run.gradientNorm,
      smoothed: null,
      plannedSteps,
      reference: bound,
      hint: "before clipping, log scale",
      validation: [],
    });
    this.validation.update(run);
    this.showSample(run);
  }

  private showSample(run: RunState): void {
    const sample = run.samples.all.at(-1) ?? null;
    if (sample === this.shownSample && this.sample.hasChildNodes()) return;
    this.shownSample = sample;
    this.sampleStep.textContent = sample === null ? "" : `step ${formatCount(sample.step)}`;
    const every = run.description?.recipe.sampling.every ?? 0;
    const waiting = every > 0 ? `The first comes at step ${formatCount(every)}.` : "Samples are switched off in the settings.";
    this.sample.replaceChildren(sample === null ? h("p", { class: "waiting" }, waiting) : sampleText(sample, this.say));
  }
}
