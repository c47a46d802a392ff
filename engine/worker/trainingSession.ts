import { EngineError, type EngineFailure, toFailure } from "../errors/errors.ts";
import { writeModelFile } from "../formats/modelFile.ts";
import { StepInterrupted } from "../kernels/interruptible.ts";
import { type Run, standingModel } from "../runs/build.ts";
import type { TrainRequest } from "../runs/request.ts";
import { isSeriesTask } from "../tasks/series.ts";
import { Validation } from "../training/validation.ts";
import { Forecasting } from "./forecasting.ts";
import type { Clock } from "./port.ts";
import type { Report, RunEnd, Watch } from "./protocol.ts";
import { RunReporter } from "./runReporter.ts";
import { Sampling } from "./sampling.ts";

/** Milliseconds of work after which messages get in. */
const slice = 20;
/** Milliseconds that a slow pace sleeps at a time. */
const nap = 100;
/** Milliseconds that a stop may take to finish a sample. */
const patience = 50;

type Control = Pick<TrainRequest, "paused" | "interrupt" | "reportEvery">;
type Where = { readonly step: number };

/**
 * A run and its control: it works in slices of time, and between two slices obeys what messages ask for. A long step or sample is
 * abandoned when the shared flag says so, and done again later from the same numbers.
 */
export class TrainingSession {
  private readonly run: Run;
  private readonly send: (report: Report) => void;
  private readonly defer: Clock["defer"];
  private readonly later: Clock["later"];
  private readonly now: Clock["now"];
  private readonly interrupt: Int32Array | null;
  private readonly reporter: RunReporter;
  /** Null where no samples are wanted. */
  private readonly sampling: Sampling | null;
  /** Null where nothing was kept from training. */
  private readonly validation: Validation | null;
  /** Null where nothing is to be forecast. */
  private readonly forecasting: Forecasting | null;
  /** Milliseconds between the beginnings of two steps at the least; 0 for full speed. */
  private spacing = 0;
  /** When the next step may begin. */
  private nextStep = 0;
  private state: "paused" | "running" | "ended" = "paused";
  private sliceWaits = false;

  /** Starts right after the caller has returned, so that its answer goes before the first report. */
  constructor(run: Run, { paused, interrupt, reportEvery }: Control, send: (report: Report) => void, clock: Clock) {
    this.run = run;
    this.send = send;
    this.defer = clock.defer;
    this.later = clock.later;
    this.now = clock.now;
    this.interrupt = interrupt;
    this.reporter = new RunReporter(run, reportEvery, send, clock);
    this.sampling = run.recipe.sampling.every > 0 && run.planned.task.can.sample ? new Sampling(run) : null;
    const pass = run.planned.task.validation(run.data);
    this.validation = pass && new Validation(run.trainer, pass);
    const { task } = run.planned;
    this.forecasting = run.recipe.sampling.every > 0 && isSeriesTask(task) ? new Forecasting(run, task) : null;
    this.obey(); // A flag that was left raised by an earlier run announces nothing to this one.
    run.trainer.model.interrupted = () => this.interrupted;
    if (this.sampling) this.sampling.interrupted = () => this.interrupted;
    if (this.forecasting) this.forecasting.interrupted = () => this.interrupted;
    clock.defer(() => {
      if (!this.ended) this.reporter.reportAll(this.state === "paused");
    });
    if (!paused) this.start();
  }

  get ended(): boolean {
    return this.state === "ended";
  }

  private get where(): Where {
    return { step: this.run.trainer.stepCount };
  }

  /** Whether there is nothing left to do. */
  private get done(): boolean {
    return this.where.step >= this.run.recipe.training.steps && !this.pending;
  }

  /** Whether something that belongs to the step that was done is not over. */
  private get pending(): boolean {
    return [this.sampling, this.validation, this.forecasting].some((work) => work?.pending === true);
  }

  private get interrupted(): boolean {
    return this.interrupt !== null && Atomics.load(this.interrupt, 0) !== 0;
  }

  // ---- what messages ask for -----------------------------------------------------------------------------------------

  pause(): Where {
    this.obey();
    if (this.state === "running") this.rest();
    return this.where;
  }

  resume(): Where {
    this.requireOpen();
    if (this.state === "paused") this.start();
    return this.where;
  }

  /** One step, and the sample that is due after it; pauses a run that is under way. */
  stepOnce(): Where {
    this.requireOpen();
    this.state = "paused";
    this.reporter.pace.start();
    const before = this.where.step;
    while (!this.ended && (this.where.step === before || this.pending) && this.work());
    if (!this.ended && this.done) this.finish();
    if (!this.ended) this.rest();
    return this.where;
  }

  stop(): Where {
    this.obey();
    this.finishSample();
    if (!this.ended) this.end("stopped", null);
    return this.where;
  }

  /** A sample in hand belongs to the step of the model that is kept, and nobody would write it later; but a stop may not wait long for it. */
  private finishSample(): void {
    const until = this.now() + patience;
    while (!this.ended && this.pending && this.now() < until && this.work());
  }

  save(): ArrayBuffer {
    return writeModelFile(standingModel(this.run));
  }

  watch(watch: Watch): null {
    this.reporter.watch(watch);
    return null;
  }

  setPace(stepsPerSecond: number | null): null {
    this.spacing = stepsPerSecond === null ? 0 : 1000 / stepsPerSecond;
    // A slower pace that was waited for may have become a faster one.
    this.nextStep = this.now();
    if (this.state === "running") this.deferSlice();
    return null;
  }

  private requireOpen(): void {
    if (this.ended) throw new EngineError("notTraining", "The run has ended.", "Continue it from its saved model.");
  }

  /** The flag has done its work once the message that it announced is here. */
  private obey(): void {
    if (this.interrupt !== null) Atomics.store(this.interrupt, 0, 0);
  }

  private start(): void {
    this.state = "running";
    this.reporter.pace.start();
    this.deferSlice();
  }

  private rest(): void {
    this.state = "paused";
    this.reporter.pace.stop();
    this.reporter.reportAll(true);
  }

  private end(reason: RunEnd["reason"], failure: EngineFailure | null, note: string | null = null): void {
    this.state = "ended";
    this.run.trainer.model.dismissThreads();
    this.reporter.pace.stop();
    this.reporter.reportAll(false);
    this.send({ type: "ended", end: { reason, step: this.where.step, failure, note } });
  }

  // ---- work ----------------------------------------------------------------------------------------------------------

  private deferSlice(): void {
    if (this.sliceWaits) return;
    this.sliceWaits = true;
    this.defer(() => {
      this.sliceWaits = false;
      this.workSlice();
    });
  }

  private workSlice(): void {
    if (this.state !== "running") return;
    const until = this.now() + slice;
    while (this.state === "running" && !this.mustWait && this.work() && this.now() < until);
    if (this.state !== "running") return;
    this.reporter.reportWhatIsDue();
    if (this.mustWait) this.wait();
    else this.deferSlice();
  }

  /** Whether the pace asks for patience before the next step; what belongs to the last one does not wait. */
  private get mustWait(): boolean {
    return this.spacing > 0 && !this.pending && !this.done && this.now() < this.nextStep;
  }

  /** In short naps, so that reports and a new pace are not late. */
  private wait(): void {
    if (this.sliceWaits) return;
    this.sliceWaits = true;
    this.later(
      () => {
        this.sliceWaits = false;
        this.workSlice();
      },
      Math.max(1, Math.min(nap, this.nextStep - this.now())),
    );
  }

  /** One step, or one token of a sample; false if it was interrupted. */
  private work(): boolean {
    if (this.interrupted) return false;
    // First the validation: a run that it ends has no use for a sample.
    if (this.validation?.pending) return this.validateFurther(this.validation);
    if (this.sampling?.pending) return this.sampleFurther(this.sampling);
    if (this.forecasting?.pending) return this.forecastFurther(this.forecasting);
    if (!this.done) return this.step();
    this.finish();
    return true;
  }

  private finish(): void {
    this.attempt(() => {
      this.run.trainer.finish();
      this.end("finished", null);
      return true;
    });
  }

  /** What goes wrong with the numbers ends the run, with the last good weights. @returns what was done, or true */
  private attempt(act: () => boolean): boolean {
    try {
      return act();
    } catch (error) {
      if (!(error instanceof EngineError && error.code === "diverged")) throw error;
      this.reporter.noteFailure();
      this.end("diverged", toFailure(error));
      return true;
    }
  }

  private step(): boolean {
    const { trainer, recipe } = this.run;
    if (this.spacing > 0) this.nextStep = this.now() + this.spacing;
    return this.attempt(() => {
      const result = trainer.step();
      this.reporter.noteStep(result);
      if (result !== null && result.step % recipe.sampling.every === 0) this.show(result.step);
      if (result !== null && this.isDue(result.step)) this.validation?.begin();
      return result !== null;
    });
  }

  /** What the network writes, or tells, as it is now. */
  private show(step: number): void {
    this.sampling?.begin(step);
    this.forecasting?.begin(step);
  }

  /** At the last step too, whatever its number. */
  private isDue(step: number): boolean {
    const { steps, validation } = this.run.recipe.training;
    return step % validation.every === 0 || step === steps;
  }

  private validateFurther(validation: Validation): boolean {
    return uninterrupted(() => {
      const loss = validation.advance();
      if (loss !== null) this.noteValidation(loss);
    });
  }

  private noteValidation(loss: number): void {
    const { trainer } = this.run;
    const { step } = this.where;
    const { isBest, ends } = trainer.noteValidation(loss);
    this.send({ type: "validated", validation: { step, loss, isBest } });
    if (!ends || this.ended) return;
    trainer.returnToBest();
    this.reporter.noteFailure();
    this.end("finished", null, earlyNote(step, trainer.best?.loss ?? loss, trainer.stepCount));
  }

  private forecastFurther(forecasting: Forecasting): boolean {
    return uninterrupted(() => {
      const forecast = forecasting.advance();
      if (forecast !== null) this.send({ type: "forecast", forecast });
    });
  }

  private sampleFurther(sampling: Sampling): boolean {
    return uninterrupted(() => {
      const sample = sampling.advance();
      if (sample !== null) this.send({ type: "sample", sample });
    });
  }
}

/** False where the work was interrupted: it can be done again. */
function uninterrupted(work: () => void): boolean {
  try {
    work();
    return true;
  } catch (error) {
    if (error instanceof StepInterrupted) return false;
    throw error;
  }
}

const earlyNote = (step: number, loss: number, best: number): string =>
  `Stopped at step ${step}, because the validation loss no longer fell. Its lowest, ${loss.toPrecision(4)}, was at step ${best}, whose weights were kept.`;
