/** What mostly stands between two tokens of a text whose white space is no token. */
export interface Spacing {
  /** Between what was passed last and this token. */
  between(token: string): "" | " ";
  /** Goes on behind a token. */
  pass(token: string): void;
  /** Goes on behind a line end: what was open is closed. */
  line(): void;
}

/** One blank, always: what `split` leaves out. */
export class BlankSpacing implements Spacing {
  between(): " " {
    return " ";
  }

  pass(): void {}

  line(): void {}
}

/** Scripts that are written without blanks between words, and their punctuation and full-width forms. */
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Tibetan}\u3000-\u303F\uFF00-\uFFEF]/u;
/** Format characters stand inside of words: joiners, soft hyphens, marks of direction. */
const format = /\p{Cf}/u;
const opening = /^[([{“‘«¿¡#$£]+$/u;
const closing = /^[)\]}”’».,;:!?…%]+$/u;

type Side = "opens" | "closes" | "stands";

/** Words apart, punctuation where a printer would put it. */
export class ProseSpacing implements Spacing {
  /** Straight quotation marks that are open. */
  readonly #quotes = new Set<string>();
  #before = "";
  #side: Side = "stands";
  /** Whether a digit and a colon were passed last, as in "3:30". */
  #isTime = false;

  between(token: string): "" | " " {
    if (this.#before === "" || this.#side === "opens" || this.#sideOf(token) === "closes") return "";
    if (this.#isTime && /^\p{Nd}{2}$/u.test(token)) return "";
    return sticks(lastCharacter(this.#before)) || sticks(firstCharacter(token)) ? "" : " ";
  }

  pass(token: string): void {
    this.#side = this.#sideOf(token);
    if (isQuote(token) && !this.#quotes.delete(token)) this.#quotes.add(token);
    this.#isTime = token === ":" && /\p{Nd}$/u.test(this.#before);
    this.#before = token;
  }

  line(): void {
    this.#quotes.clear();
  }

  /** Whether a token clings to what follows (`opens`), to what stands before it (`closes`), or to neither. */
  #sideOf(token: string): Side {
    if (opening.test(token)) return "opens";
    if (closing.test(token)) return "closes";
    // A straight quote opens and closes in turn; an apostrophe that begins a word ('tis) is thereby taken for one.
    if (isQuote(token)) return this.#quotes.has(token) ? "closes" : "opens";
    return "stands";
  }
}

const isQuote = (token: string): boolean => token === '"' || token === "'";
const sticks = (character: string): boolean => unspaced.test(character) || format.test(character);
const firstCharacter = (token: string): string => String.fromCodePoint(token.codePointAt(0) ?? 0x20);
const lastCharacter = (token: string): string => Array.from(token.slice(-2)).at(-1) ?? " ";
