import { forEachPiece } from "./pieces.ts";
import { segmenter } from "./segmenter.ts";
import type { Visit } from "./tokenizer.ts";

const words = segmenter("word");

/**
 * Words by Unicode's rules (Unicode Standard Annex #29), which know scripts without blanks by dictionaries, joiners inside of words, emoji
 * and flags. Three things are added, of the kind that the annex leaves to an application: a hyphen between words joins them ("well-being"),
 * so does a colon between digits ("3:30"), and a run of one punctuation mark is one token ("--", "...").
 */
export function cutUnicodeWords(text: string, visit: Visit): void {
  forEachPiece(text, (from, to) => {
    const gathered = new Gathered(text, visit);
    for (const { segment, index, isWordLike } of words().segment(text.slice(from, to))) {
      const start = from + index;
      if (isWordLike) gathered.word(start, start + segment.length);
      else if (/^\s+$/u.test(segment)) gathered.blank();
      else gathered.mark(segment, start, start + segment.length);
    }
    gathered.blank();
  });
}

type Place = readonly [start: number, end: number];

/** Segments that have come, not yet visited, for what follows may belong to them. */
class Gathered {
  readonly #text: string;
  readonly #visit: Visit;
  #word: Place | null = null;
  /** A mark that joins the word before it to one that follows at once. */
  #joiner: Place | null = null;
  #run: Place | null = null;
  /** What the run is one of, or several. */
  #runOf = "";

  constructor(text: string, visit: Visit) {
    this.#text = text;
    this.#visit = visit;
  }

  word(start: number, end: number): void {
    if (this.#word !== null && this.#joiner !== null && this.#joins(start)) {
      this.#word = [this.#word[0], end];
      this.#joiner = null;
      return;
    }
    this.blank();
    this.#word = [start, end];
  }

  mark(mark: string, start: number, end: number): void {
    if (this.#word !== null && this.#joiner === null && joiners.test(mark)) {
      this.#joiner = [start, end];
      return;
    }
    this.#giveWord();
    const goesOn = this.#run !== null && mark === this.#runOf && repeats.test(mark);
    if (!goesOn) this.#give(this.#run);
    this.#run = [goesOn ? this.#run![0] : start, end];
    this.#runOf = mark;
  }

  blank(): void {
    this.#giveWord();
    this.#give(this.#run);
    this.#run = null;
  }

  #joins(next: number): boolean {
    const [start, end] = this.#joiner!;
    if (this.#text.slice(start, end) !== ":") return true;
    return digit.test(this.#text[start - 1]!) && digit.test(this.#text[next]!);
  }

  /** A joiner that has nothing to join is a mark. */
  #giveWord(): void {
    if (this.#word === null) return;
    this.#give(this.#word);
    this.#word = null;
    this.#run = this.#joiner;
    if (this.#joiner !== null) this.#runOf = this.#text.slice(...this.#joiner);
    this.#joiner = null;
  }

  #give(place: Place | null): void {
    if (place !== null) this.#visit(this.#text.slice(...place), ...place);
  }
}

/** Hyphens, and the colon of a time. */
const joiners = /^[-\u2010\u2011:]$/u;
const digit = /\p{Nd}/u;
/** Punctuation and signs, no emoji: each of those is a token. */
const repeats = /^[\p{P}\p{Sm}\p{Sc}\p{Sk}]$/u;
