import type { Sample } from "../../engine/worker/protocol.ts";

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

  append(sample: Sample): void {
    this.#kept.push(sample);
    this.#tokens += sample.tokens.length;
    while (this.#kept.length > mostSamples || (this.#tokens > mostTokens && this.#kept.length > 1))
      this.#tokens -= this.#kept.shift()!.tokens.length;
  }

  snapshot(): readonly Sample[] {
    return [...this.#kept];
  }
}
