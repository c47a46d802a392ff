import { clipNormOf, lossUnit } from "../../engine/recipe/told.ts";
import type { RunDescription } from "../../engine/runs/description.ts";
import { formatCount, formatNumber } from "../../engine/words/numbers.ts";
import type { FromView, ToView, ViewCommand } from "../protocol.ts";
import { h } from "../shared/dom.ts";
import type { RunState } from "../shared/store.ts";
import type { Theme } from "../shared/theme.ts";
import { CurveChart } from "./curveChart.ts";
import { Facts } from "./facts.ts";
import { ForecastView } from "./forecast/forecastView.ts";
import { RecipeForm } from "./recipeForm.ts";
import { probabilityLegend, sampleText } from "./sampleText.ts";
import { ValidationWords } from "./validationWords.ts";

/** *Run*: loss and gradient norm on one axis of steps, the run's facts, and the newest that the model writes or tells. */
export class RunTab {
  readonly root: HTMLElement;
  private readonly loss: CurveChart;
  private readonly norm: CurveChart;
  private readonly facts: Facts;
  private readonly validation: ValidationWords;
  private readonly sampleStep = h("span", { class: "hint" });
  private readonly sample = h("div", { class: "newest" });
  private readonly newest: HTMLElement;
  private readonly forecast: ForecastView;
  private readonly form: RecipeForm;
  private readonly say: (text: string) => void;
  private shownSample: unknown = null;

  constructor(send: (message: FromView) => void, say: (text: string) => void) {
    const act = (command: ViewCommand): void => send({ type: "command", command });
    this.say = say;
    this.loss = new CurveChart({ title: "loss", logarithmic: false, lowest: false }, say);
    this.norm = new CurveChart({ title: "gradient norm", logarithmic: true, lowest: true }, say);
    this.facts = new Facts(act);
    this.validation = new ValidationWords(say);
    this.forecast = new ForecastView(say);
    this.form = new RecipeForm(send);
    const heading = h("div", { class: "chartHead" }, h("h3", {}, "newest sample"), this.sampleStep, probabilityLegend());
    this.newest = h("section", { class: "newestSample" }, heading, this.sample);
    const charts = h("div", { class: "charts" }, this.loss.root, this.norm.root, this.validation.root);
    this.root = h("div", { class: "runTab" }, charts, this.facts.root, this.newest, this.forecast.root, this.form.root);
  }

  /** What the form asked for. */
  receive(message: ToView): void {
    this.form.receive(message);
  }

  restyle(theme: Theme): void {
    this.loss.restyle(theme);
    this.norm.restyle(theme);
    this.forecast.restyle(theme);
  }

  update(run: RunState): void {
    this.facts.update(run);
    const { description, loss, smoothed, gradientNorm } = run;
    const plannedSteps = description?.recipe.training.steps ?? 0;
    const clip = description ? clipNormOf(description.recipe) : 0;
    const bound = clip > 0 ? { value: clip, name: `clipped at ${clip}` } : null;
    const validation = run.validation.all;
    const reference = description && blindGuess(description);
    this.loss.update({
      hint: description ? lossUnit(description.recipe) : "",
      raw: loss,
      smoothed,
      plannedSteps,
      reference,
      validation,
    });
    const hint = "before clipping, log scale";
    this.norm.update({ hint, raw: gradientNorm, smoothed: null, plannedSteps, reference: bound, validation: [] });
    this.validation.update(run);
    this.showNewest(run);
    this.form.update(run);
  }

  /** A sample of what writes, a forecast of what tells numbers, nothing of what does neither. */
  private showNewest(run: RunState): void {
    const can = run.description?.can;
    const every = run.description?.recipe.sampling.every ?? 0;
    const waiting = every > 0 ? `The first comes at step ${formatCount(every)}.` : "Switched off in the settings.";
    this.newest.hidden = can !== undefined && !can.sample;
    this.forecast.root.hidden = !(can?.forecast ?? false);
    if (!this.newest.hidden) this.showSample(run, waiting);
    if (!this.forecast.root.hidden) this.forecast.update(run.forecast, waiting);
  }

  private showSample(run: RunState, waiting: string): void {
    const sample = run.samples.all.at(-1) ?? null;
    if (sample === this.shownSample && this.sample.hasChildNodes()) return;
    this.shownSample = sample;
    this.sampleStep.textContent = sample === null ? "" : `step ${formatCount(sample.step)}`;
    this.sample.replaceChildren(sample === null ? h("p", { class: "waiting" }, waiting) : sampleText(sample, this.say));
  }
}

/** Where a guess stands that knows nothing. */
function blindGuess({ blindLoss, vocabularySize }: RunDescription) {
  if (blindLoss === null) return null;
  const logarithm = vocabularySize > 0 && Math.abs(blindLoss - Math.log(vocabularySize)) < 1e-9;
  const how = logarithm ? `uniform guess, ln ${formatCount(vocabularySize)}` : "blind guess";
  return { value: blindLoss, name: `${how} = ${formatNumber(blindLoss)}` };
}
