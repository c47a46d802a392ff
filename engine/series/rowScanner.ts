import type { EngineError } from "../errors/errors.ts";
import { badSeries, placeOf } from "./badSeries.ts";
import { byteOrderMark, carriageReturn, comma, endsLine, hash, lineFeed, quote, semicolon, space, tab } from "./characters.ts";
import type { Delimiter } from "./options.ts";

/** More cells than this in one line are taken for a file of another kind. */
export const mostCells = 10_000;

const codes: { readonly [D in Delimiter]: number } = { comma, semicolon, tab, blanks: -1, none: -1 };

/**
 * Goes through a text row after row; empty lines and those that begin with # are no rows. Of each row it says where its cells stand,
 * without the blanks around them and without their quotes. Nothing is copied, and one row's places are overwritten by the next one's.
 *
 * Cells may be quoted (RFC 4180): a quote within is written twice, delimiters and line ends within are part of the cell.
 */
export class RowScanner {
  /** Of the row's first character: counted from 1, and in UTF-16 units. */
  line = 0;
  offset = 0;
  /** How many cells the row has; where reading it fails, how many began. */
  cells = 0;
  /** Where each cell's text begins and ends. */
  readonly starts: number[] = [];
  readonly ends: number[] = [];
  readonly #text: string;
  readonly #delimiter: Delimiter;
  readonly #code: number;
  #at: number;
  #nextLine: number;

  /** @param from where a line begins, and its number */
  constructor(text: string, delimiter: Delimiter, from = { offset: 0, line: 1 }) {
    this.#text = text;
    this.#delimiter = delimiter;
    this.#code = codes[delimiter];
    this.#at = from.offset === 0 && text.charCodeAt(0) === byteOrderMark ? 1 : from.offset;
    this.#nextLine = from.line;
  }

  /** The text of one cell of the row. */
  cell(index: number): string {
    const start = this.starts[index]!;
    const written = this.#text.slice(start, this.ends[index]);
    return this.#text.charCodeAt(start - 1) === quote ? written.replaceAll('""', '"') : written;
  }

  /** @returns false where no row is left. @throws EngineError `badSeries` for quotes that do not match, and for too many cells */
  next(): boolean {
    while (this.#at < this.#text.length) {
      this.line = this.#nextLine;
      this.offset = this.#at;
      this.#skipBlanks();
      const first = this.#here;
      if (first === hash) while (!endsLine(this.#here)) this.#at++;
      else if (!endsLine(first)) {
        this.#readRow();
        return true;
      }
      this.#endLine();
    }
    return false;
  }

  #readRow(): void {
    this.cells = 0;
    do {
      if (this.cells === mostCells) throw tooManyCells(this.line);
      this.cells++;
      if (this.#here === quote) this.#readQuoted();
      else this.#readPlain();
    } while (this.#goOn());
    this.#endLine();
  }

  /** Past what stands between two cells. @returns whether another cell follows. */
  #goOn(): boolean {
    const before = this.#at;
    this.#skipBlanks();
    const code = this.#here;
    if (endsLine(code)) return false;
    if (code === this.#code) {
      this.#at++;
      this.#skipBlanks();
      return true;
    }
    if (this.#delimiter === "blanks" && this.#at > before) return true;
    throw badSeries(
      `${placeOf(this.line, this.cells - 1)}: after the closing quote stands more text.`,
      "Write a quote within a quoted cell twice.",
    );
  }

  #readPlain(): void {
    const start = this.#at;
    let end = start;
    for (let code = this.#here; !this.#endsCell(code); code = this.#here) {
      this.#at++;
      if (!this.#isBlank(code)) end = this.#at;
    }
    this.starts[this.cells - 1] = start;
    this.ends[this.cells - 1] = end;
  }

  #readQuoted(): void {
    const line = this.#nextLine;
    const start = ++this.#at;
    for (let code = this.#here; !this.#closes(code); code = this.#here) {
      if (Number.isNaN(code)) throw openQuote(line, this.cells - 1);
      if (endsLine(code)) this.#endLine();
      else this.#at += code === quote ? 2 : 1;
    }
    this.starts[this.cells - 1] = start;
    this.ends[this.cells - 1] = this.#at++;
  }

  /** Of two quotes the first closes nothing: they stand for one. */
  #closes(code: number): boolean {
    return code === quote && this.#text.charCodeAt(this.#at + 1) !== quote;
  }

  #endLine(): void {
    const isPair = this.#here === carriageReturn && this.#text.charCodeAt(this.#at + 1) === lineFeed;
    this.#at += isPair ? 2 : 1;
    this.#nextLine++;
  }

  #skipBlanks(): void {
    while (this.#isBlank(this.#here)) this.#at++;
  }

  /** NaN at the text's end. */
  get #here(): number {
    return this.#text.charCodeAt(this.#at);
  }

  #isBlank(code: number): boolean {
    return code === space || (code === tab && this.#code !== tab);
  }

  #endsCell(code: number): boolean {
    return code === this.#code || endsLine(code) || (this.#delimiter === "blanks" && this.#isBlank(code));
  }
}

const tooManyCells = (line: number): EngineError =>
  badSeries(
    `Line ${line} has more than ${mostCells.toLocaleString("en")} cells.`,
    "Choose a text with a row of numbers in each line, or say what stands between two cells.",
  );

const openQuote = (line: number, column: number): EngineError =>
  badSeries(`${placeOf(line, column)}: the quote that opens there is never closed.`, "Close it, or take it out.");
