import type { Sample } from "../worker/protocol.ts";

const mostSamples = 200;
/** Some 2 MB of strings: long samples are kept in smaller number. */
const mostTokens = 100_000;

/** The newest samples of a run, newest last. */
export class Samples {
  #kept: Sample[] = [];
  #tokens = 0;

  constructor(saved: readonly Sample[] = []) {
    for (const sample of saved) this.append(sample);
  }

  /** Newest last. The list is another one once a sample came. */
  get all(): readonly Sample[] {
    return this.#kept;
  }

  /** A sample told twice (once in the whole, once on its own) is kept once. */
  append(sample: Sample): void {
    if (this.#kept.some((known) => known.step === sample.step && known.text === sample.text)) return;
    this.#kept = [...this.#kept, sample];
    this.#tokens += sample.tokens.length;
    while (this.#kept.length > mostSamples || (this.#tokens > mostTokens && this.#kept.length > 1))
      this.#tokens -= this.#kept.shift()!.tokens.length;
  }
}
