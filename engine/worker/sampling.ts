import { Reader } from "../generation/reader.ts";
import { type DrawnToken, Sampler } from "../generation/sampler.ts";
import { Random } from "../random/random.ts";
import type { Run } from "../runs/build.ts";
import { readableOf } from "../runs/readableOf.ts";
import { tokensOf } from "../tasks/data.ts";
import type { Sample } from "./protocol.ts";

/**
 * Live samples of a run. One is begun between two steps, with the weights of that moment, and then goes on token by token, so that it
 * can be put aside for a message or a pause.
 */
export class Sampling {
  private readonly run: Run;
  private readonly reader: Reader;
  private sampler: Sampler | null = null;
  private step = 0;
  private prompt: readonly number[] = [];
  private drawn: DrawnToken[] = [];

  constructor(run: Run) {
    this.run = run;
    this.reader = new Reader(readableOf(run.registry, run.recipe, run.planned), 1);
  }

  /** Asked between any two time steps; once true, {@link advance} throws `StepInterrupted` and can be called again later. */
  set interrupted(interrupted: () => boolean) {
    this.reader.interrupted = interrupted;
  }

  /** Prompt and draws depend on the seed and the step alone: a continued run samples what an uninterrupted one would. */
  begin(step: number): void {
    const { recipe, data, trainer } = this.run;
    const { ids, vocabulary } = tokensOf(data);
    const random = new Random((recipe.training.seed ^ Math.imul(step, 0x9e3779b1)) >>> 0);
    const length = promptLength(this.run);
    const from = random.below(ids.length - length);
    this.reader.copyWeights(trainer.model.values);
    this.step = step;
    this.prompt = [...ids.subarray(from, from + length)];
    this.drawn = [];
    const { temperature } = recipe.sampling;
    const uniform = () => random.uniform();
    this.sampler = new Sampler(this.reader, this.prompt, temperature, vocabulary.unknown, uniform, recipe.sampling);
  }

  get pending(): boolean {
    return this.sampler !== null;
  }

  /** One token further; the whole sample, once it is there. */
  advance(): Sample | null {
    if (this.sampler === null) return null;
    this.drawn.push(this.sampler.next());
    if (this.drawn.length < this.run.recipe.sampling.length) return null;
    this.sampler = null;
    return this.finished();
  }

  private finished(): Sample {
    const { vocabulary, tokenizer } = tokensOf(this.run.data);
    const tokens = this.drawn.map(({ id }) => vocabulary.token(id));
    // One writer for both: only what goes on from the prompt knows which quotation marks are open.
    const writer = tokenizer.writer();
    const written = (some: readonly string[]): string => some.map((token) => writer.write(token)).join("");
    return {
      step: this.step,
      prompt: written(this.prompt.map((id) => vocabulary.token(id))),
      text: written(tokens) + writer.end(),
      tokens,
      probabilities: Float32Array.from(this.drawn, ({ probability }) => probability),
    };
  }
}

/** The batcher has seen to it that the text is longer than T. */
function promptLength({ data, planned: { task } }: Run): number {
  return task.carries === "none" ? task.steps : Math.min(tokensOf(data).tokenizer.promptTokens, task.steps);
}
