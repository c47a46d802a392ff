import type { Run } from "../runs/build.ts";
import type { CellFlow, GradientReport } from "../training/report.ts";
import type { StepResult } from "../training/trainer.ts";
import { Cadence } from "./cadence.ts";
import { LossLog } from "./lossLog.ts";
import { Pace } from "./pace.ts";
import { takePictures } from "./pictures.ts";
import type { Clock } from "./port.ts";
import type { Report, Watch } from "./protocol.ts";

const noGradients: GradientReport = { step: 0, globalNorm: 0, clipFactor: 1, parameters: [], flow: [] };

/** Tells the host how a run is doing, at the pace that it asked for, and shows what it watches. Never changes the run. */
export class RunReporter {
  readonly pace: Pace;
  private readonly run: Run;
  private readonly send: (report: Report) => void;
  private readonly every: number;
  private readonly progressCadence: Cadence;
  private readonly pictureCadence: Cadence;
  private readonly log = new LossLog();
  private watched: Watch = { tensors: [], every: 0 };
  /** A step that was abandoned, or failed, leaves the gradients half done. */
  private gradientsWhole = true;
  private gradients = noGradients;
  private hasStepped = false;

  /** @param every milliseconds between two progress reports */
  constructor(run: Run, every: number, send: (report: Report) => void, { now }: Clock) {
    this.run = run;
    this.every = every;
    this.send = send;
    this.pace = new Pace(run.description.steps * run.description.rows, now);
    this.progressCadence = new Cadence(now);
    this.pictureCadence = new Cadence(now);
  }

  /** @param result null where the step was abandoned */
  noteStep(result: StepResult | null): void {
    this.gradientsWhole = result !== null;
    if (result === null) return;
    this.log.add(result);
    this.pace.note(1);
    // Whoever has just pressed the button waits for it.
    if (!this.hasStepped) this.progressCadence.hurry();
    this.hasStepped = true;
  }

  /** The last step failed, and the run went back to an earlier one. */
  noteFailure(): void {
    this.gradientsWhole = false;
    this.log.keepUntil(this.run.trainer.stepCount);
  }

  watch(watch: Watch): void {
    this.watched = watch;
    this.showPictures();
  }

  reportWhatIsDue(): void {
    if (this.progressCadence.due) this.reportProgress(false);
    if (this.pictureCadence.due) this.showPictures();
  }

  reportAll(paused: boolean): void {
    this.reportProgress(paused);
    this.showPictures();
  }

  private reportProgress(paused: boolean): void {
    this.progressCadence.make(() => this.sendProgress(paused), this.every);
  }

  private showPictures(): void {
    this.pictureCadence.make(() => this.sendPictures(), this.watched.every);
  }

  private sendProgress(paused: boolean): void {
    const { trainer, recipe } = this.run;
    this.gradients = trainer.gradientReport() ?? this.gradients;
    const progress = {
      step: trainer.stepCount,
      ...this.log.take(),
      tokensPerSecond: this.pace.tokensPerSecond,
      secondsLeft: this.pace.secondsFor(recipe.training.steps - trainer.stepCount),
      paused,
      gradients: copied(this.gradients),
    };
    this.send({ type: "progress", progress });
  }

  private sendPictures(): void {
    const { stepCount: step, model } = this.run.trainer;
    const views = this.watched.tensors.filter(({ kind }) => kind === "value" || this.gradientsWhole);
    if (views.length > 0) this.send({ type: "tensors", step, pictures: takePictures(model.parameters, views) });
  }
}

/** What is sent is transferred, and so lost; a report may be needed again while a step is abandoned. */
function copied(report: GradientReport): GradientReport {
  const copyOf = ({ states, ...cell }: CellFlow) => ({
    ...cell,
    states: states.map(({ name, norms }) => ({ name, norms: norms.slice() })),
  });
  return { ...report, flow: report.flow.map(copyOf) };
}
