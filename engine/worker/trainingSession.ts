import { EngineError, type EngineFailure, toFailure } from "../errors.ts";
import { writeModelFile } from "../formats/modelFile.ts";
import { StepInterrupted } from "../kernels/interruptible.ts";
import type { Run } from "./buildRun.ts";
import { LossLog } from "./lossLog.ts";
import { Pace } from "./pace.ts";
import { takePictures } from "./pictures.ts";
import type { Clock } from "./port.ts";
import type { GradientReport, Report, RunEnd, TrainRequest, Watch } from "./protocol.ts";
import { Sampling } from "./sampling.ts";

/** Milliseconds of work after which messages get in. */
const slice = 20;

const noGradients: GradientReport = { step: 0, globalNorm: 0, clipFactor: 1, parameters: [], flow: [] };

type Where = { readonly step: number };

/**
 * A run and its control: it works in slices of time, and between two slices obeys what messages ask for. A long step or sample is
 * abandoned when the shared flag says so, and done again later from the same numbers.
 */
export class TrainingSession {
  private readonly run: Run;
  private readonly send: (report: Report) => void;
  private readonly clock: Clock;
  private readonly interrupt: Int32Array | null;
  private readonly reportEvery: number;
  private readonly sampling: Sampling | null;
  private readonly pace: Pace;
  private readonly log = new LossLog();
  private watched: Watch = { tensors: [], every: 0 };
  private state: "paused" | "running" | "ended" = "paused";
  private sliceWaits = false;
  private reportedAt = -Infinity;
  private picturedAt = -Infinity;
  /** A step that was abandoned leaves the gradients half done. */
  private gradientsWhole = true;
  private gradients = noGradients;

  /** Starts right after the caller has returned, so that its answer goes before the first report. */
  constructor(
    run: Run,
    request: Pick<TrainRequest, "paused" | "interrupt" | "reportEvery">,
    send: (report: Report) => void,
    clock: Clock,
  ) {
    const { config, trainer } = run;
    this.run = run;
    this.send = send;
    this.clock = clock;
    this.interrupt = request.interrupt;
    this.reportEvery = request.reportEvery;
    this.pace = new Pace(config.sequenceLength * config.batchSize, clock.now);
    this.sampling = config.sampleEvery > 0 ? new Sampling(run) : null;
    this.obey(); // A flag that was left raised by an earlier run announces nothing to this one.
    trainer.model.interrupted = () => this.interrupted;
    if (this.sampling) this.sampling.interrupted = () => this.interrupted;
    clock.defer(() => {
      if (!this.ended) this.report();
    });
    if (!request.paused) this.start();
  }

  get ended(): boolean {
    return this.state === "ended";
  }

  private get where(): Where {
    return { step: this.run.trainer.stepCount };
  }

  private get done(): boolean {
    return this.state !== "ended" && this.where.step >= this.run.config.steps && !this.sampling?.pending;
  }

  private get interrupted(): boolean {
    return this.interrupt !== null && Atomics.load(this.interrupt, 0) !== 0;
  }

  // ---- what messages ask for -----------------------------------------------------------------------------------------

  pause(): Where {
    this.obey();
    if (this.state === "running") {
      this.rest();
      this.report();
    }
    return this.where;
  }

  resume(): Where {
    this.requireOpen();
    if (this.state === "paused") this.start();
    return this.where;
  }

  stepOnce(): Where {
    this.requireOpen();
    this.rest();
    this.pace.start();
    const before = this.where.step;
    while (!this.ended && (this.where.step === before || this.sampling?.pending) && this.work());
    if (this.done) this.end("finished", null);
    if (!this.ended) {
      this.rest();
      this.report();
    }
    return this.where;
  }

  stop(): Where {
    this.obey();
    if (this.state !== "ended") this.end("stopped", null);
    return this.where;
  }

  save(): ArrayBuffer {
    const { config, vocabulary, trainer, textHash, ids } = this.run;
    const text = { hash: textHash, tokens: ids.length };
    return writeModelFile({ config, vocabulary, parameters: trainer.model.parameters, trainer: trainer.save(), text });
  }

  watch(watch: Watch): null {
    this.watched = watch;
    this.sendPictures();
    return null;
  }

  private requireOpen(): void {
    if (this.state === "ended") throw new EngineError("notTraining", "The run has ended.", "Continue it from its saved model.");
  }

  /** The flag has done its work once the message that it announced is here. */
  private obey(): void {
    if (this.interrupt !== null) Atomics.store(this.interrupt, 0, 0);
  }

  private start(): void {
    this.state = "running";
    this.pace.start();
    this.deferSlice();
  }

  private rest(): void {
    this.state = "paused";
    this.pace.stop();
  }

  // ---- work ----------------------------------------------------------------------------------------------------------

  private deferSlice(): void {
    if (this.sliceWaits) return;
    this.sliceWaits = true;
    this.clock.defer(() => {
      this.sliceWaits = false;
      this.workSlice();
    });
  }

  private workSlice(): void {
    if (this.state !== "running") return;
    const until = this.clock.now() + slice;
    while (this.state === "running" && this.work() && this.clock.now() < until);
    if (this.state !== "running") return;
    this.reportWhatIsDue();
    this.deferSlice();
  }

  /** One step, or one token of a sample; false if it was interrupted. */
  private work(): boolean {
    if (this.interrupted) return false;
    if (this.sampling?.pending) return this.sampleFurther(this.sampling);
    if (!this.done) return this.step();
    this.end("finished", null);
    return true;
  }

  private step(): boolean {
    const { trainer, config } = this.run;
    try {
      const result = trainer.step();
      this.gradientsWhole = result !== null;
      if (result === null) return false;
      this.log.add(result);
      this.pace.note(1);
      if (config.sampleEvery > 0 && result.step % config.sampleEvery === 0) this.sampling?.begin(result.step);
      return true;
    } catch (error) {
      if (!(error instanceof EngineError && error.code === "diverged")) throw error;
      this.gradientsWhole = false;
      this.log.keepUntil(trainer.stepCount);
      this.end("diverged", toFailure(error));
      return true;
    }
  }

  private sampleFurther(sampling: Sampling): boolean {
    try {
      const sample = sampling.advance();
      if (sample !== null) this.send({ type: "sample", sample });
      return true;
    } catch (error) {
      if (error instanceof StepInterrupted) return false;
      throw error;
    }
  }

  private end(reason: RunEnd["reason"], failure: EngineFailure | null): void {
    this.pace.stop();
    this.state = "ended";
    this.report();
    this.send({ type: "ended", end: { reason, step: this.where.step, failure } });
  }

  // ---- reports -------------------------------------------------------------------------------------------------------

  private reportWhatIsDue(): void {
    const now = this.clock.now();
    if (now - this.reportedAt >= this.reportEvery) this.reportProgress();
    if (now - this.picturedAt >= this.watched.every) this.sendPictures();
  }

  private report(): void {
    this.reportProgress();
    this.sendPictures();
  }

  private reportProgress(): void {
    const { trainer, config } = this.run;
    this.reportedAt = this.clock.now();
    this.gradients = trainer.gradientReport() ?? this.gradients;
    const progress = {
      ...this.where,
      ...this.log.take(),
      tokensPerSecond: this.pace.tokensPerSecond,
      secondsLeft: this.pace.secondsFor(config.steps - trainer.stepCount),
      paused: this.state === "paused",
      gradients: copied(this.gradients),
    };
    this.send({ type: "progress", progress });
  }

  private sendPictures(): void {
    this.picturedAt = this.clock.now();
    const views = this.watched.tensors.filter(({ kind }) => kind === "value" || this.gradientsWhole);
    if (views.length > 0)
      this.send({ type: "tensors", ...this.where, pictures: takePictures(this.run.trainer.model.parameters, views) });
  }
}

/** What is sent is transferred, and so lost; a report may be needed again while a step is abandoned. */
function copied(report: GradientReport): GradientReport {
  return { ...report, flow: report.flow.map(({ layer, dh, dc }) => ({ layer, dh: dh.slice(), dc: dc.slice() })) };
}
