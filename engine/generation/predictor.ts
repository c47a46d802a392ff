import { badModelFile, type SavedModel } from "../formats/modelFile.ts";
import { spans, type Tokenizer } from "../text/tokenizers/tokenizer.ts";
import { Best } from "./best.ts";
import { type Candidate, CompletionSearch } from "./completions.ts";
import { contextIds } from "./context.ts";
import { ContextCache, type KnownContext } from "./contextCache.ts";
import { rankOf } from "./distribution.ts";
import type { Prediction, PredictRequest } from "./prediction.ts";
import { type Readable, Reader } from "./reader.ts";

/** Rows of the beam search over a model of streams. */
const beamRows = 12;

/** Tells, for a saved model, what comes after a text. */
export class Predictor {
  private readonly saved: SavedModel;
  private readonly readable: Readable;
  private readonly tokenizer: Tokenizer;
  private readonly reader: Reader;
  /** Null for a model whose tokens are words already. */
  private readonly completions: CompletionSearch | null;
  private readonly cache = new ContextCache();

  /** @throws EngineError `outOfMemory`; `badModelFile` if the weights are not those of the recipe's model */
  constructor(saved: SavedModel, readable: Readable, tokenizer: Tokenizer) {
    this.saved = saved;
    this.readable = readable;
    this.tokenizer = tokenizer;
    this.reader = this.newReader(1);
    this.completions = tokenizer.parts ? new CompletionSearch(this.newReader(this.searchRows()), saved.vocabulary) : null;
  }

  /** A search through windows reads T tokens where one through streams reads one: it gets fewer beams. */
  private searchRows(): number {
    const { carries, plan } = this.readable;
    return carries === "none" ? Math.max(5, Math.floor(beamRows / Math.sqrt(plan.steps))) : beamRows;
  }

  private newReader(rows: number): Reader {
    const { values } = this.saved.trainer;
    const reader = new Reader(this.readable, rows);
    if (reader.weightCount !== values.length) throw badModelFile("its weights are not as many as its recipe asks for");
    reader.copyWeights(values);
    return reader;
  }

  /** Nothing is predicted without context: a model says something only after it has read a token. */
  predict({ context, contextTokens, count, actual }: PredictRequest): Prediction {
    const ids = contextIds(context, contextTokens, this.tokenizer, this.saved.vocabulary);
    const outOf = this.completions ? null : this.saved.vocabulary.size;
    const frame = { step: this.saved.trainer.step, outOf, contextUsed: this.textOf(ids) };
    if (ids.length === 0) return { ...frame, candidates: [], actual: null };
    const known = this.read(ids);
    if (this.completions)
      return {
        ...frame,
        candidates: this.completions.search(known.reading, known.next, count),
        actual: this.actualWord(known, actual),
      };
    return { ...frame, candidates: this.nextWords(known.next, count), actual: this.actualToken(known.next, actual) };
  }

  private read(ids: readonly number[]): KnownContext {
    const prefix = this.cache.longestPrefix(ids);
    if (prefix?.ids.length === ids.length) return prefix;
    const reading = this.reader.read(prefix?.reading ?? this.reader.start, ids.slice(prefix?.ids.length ?? 0));
    const known = { ids, reading, next: this.reader.probabilities(0).slice() };
    this.cache.add(known);
    return known;
  }

  private nextWords(next: Float64Array, count: number): Candidate[] {
    const { vocabulary } = this.saved;
    const best = new Best<Candidate>(count);
    for (let id = 0; id < next.length; id++) {
      const probability = next[id]!;
      if (id !== vocabulary.unknown && probability > best.threshold)
        best.offer(probability, { text: vocabulary.token(id), probability });
    }
    return best.items;
  }

  private actualToken(next: Float64Array, actual: string): Prediction["actual"] {
    const [first] = spans(this.tokenizer, actual);
    const id = first === undefined ? null : this.saved.vocabulary.idOf(first.token);
    return id === null ? null : { text: first!.token, probability: next[id]!, rank: rankOf(next, id) };
  }

  /** The word's characters one after the other, and its end; as far as the first character that the vocabulary does not know. */
  private actualWord(known: KnownContext, actual: string): Prediction["actual"] {
    const all = spans(this.tokenizer, actual).map(({ token }) => this.saved.vocabulary.idOf(token));
    const unknownAt = all.indexOf(null);
    const ids = (unknownAt < 0 ? all : all.slice(0, unknownAt)) as number[];
    if (ids.length === 0) return null;
    let { reading, next } = known;
    let probability = 1;
    for (const id of ids) {
      probability *= next[id]!;
      reading = this.reader.read(reading, [id]);
      next = this.reader.probabilities(0);
    }
    if (unknownAt < 0) probability *= this.completions!.endProbability(next);
    return { text: this.textOf(ids), probability, rank: null };
  }

  private textOf(ids: readonly number[]): string {
    return this.tokenizer.join(ids.map((id) => this.saved.vocabulary.token(id)));
  }
}
