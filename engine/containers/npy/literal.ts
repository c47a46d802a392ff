import type { FileBytes } from "../bytes/fileBytes.ts";

/** A value of a Python literal; tuples and lists are both arrays. */
export type Literal = string | number | boolean | null | readonly Literal[] | ReadonlyMap<string, Literal>;

/** Of nested lists; NumPy's headers need three. */
const deepest = 16;

/** Reads the Python literals that NumPy writes as headers: a parser of its own, because a literal is never to be evaluated. */
export class LiteralReader {
  readonly #file: FileBytes;
  readonly #text: string;
  #at = 0;
  #depth = 0;

  constructor(file: FileBytes, text: string) {
    this.#file = file;
    this.#text = text;
  }

  /** The whole text is one value. */
  whole(): Literal {
    const value = this.#value();
    this.#skipSpace();
    return this.#at === this.#text.length ? value : this.#fail("the end");
  }

  #value(): Literal {
    const opening = this.#peek();
    if (opening === "{") return this.#nested(() => this.#dictionary());
    if (opening === "(") return this.#nested(() => this.#sequence(")"));
    if (opening === "[") return this.#nested(() => this.#sequence("]"));
    if (opening === "'" || opening === '"') return this.#quoted();
    return this.#word();
  }

  #nested<T>(read: () => T): T {
    if (++this.#depth > deepest) this.#fail(`at most ${deepest} brackets in one another`);
    const value = read();
    this.#depth--;
    return value;
  }

  #dictionary(): ReadonlyMap<string, Literal> {
    const entries = new Map<string, Literal>();
    this.#items("}", () => {
      const key = this.#peek() === "'" || this.#peek() === '"' ? this.#quoted() : this.#fail("a key in quotes");
      if (entries.has(key)) this.#fail(`the key ${key} only once`);
      if (this.#peek() !== ":") this.#fail("a colon");
      this.#at++;
      entries.set(key, this.#value());
    });
    return entries;
  }

  #sequence(closing: ")" | "]"): readonly Literal[] {
    const items: Literal[] = [];
    this.#items(closing, () => items.push(this.#value()));
    return items;
  }

  #items(closing: string, readItem: () => void): void {
    this.#at++;
    while (this.#peek() !== closing) {
      readItem();
      if (this.#peek() === ",") this.#at++;
      else if (this.#peek() !== closing) this.#fail(`a comma or ${closing}`);
    }
    this.#at++;
  }

  /** NumPy needs no escapes in type codes and names of fields. */
  #quoted(): string {
    const found = /'([^'\\\n]*)'|"([^"\\\n]*)"/uy.exec(this.#rest()) ?? this.#fail("a plain text in quotes");
    this.#at += found[0].length;
    return found[1] ?? found[2]!;
  }

  /** Python 2 wrote whole numbers with an L. */
  #word(): number | boolean | null {
    const [word] = /[-+\w.]+/uy.exec(this.#rest()) ?? this.#fail("a value");
    this.#at += word.length;
    if (word === "None") return null;
    if (word === "True" || word === "False") return word === "True";
    const whole = /^([-+]?\d{1,20})L?$/u.exec(word);
    return whole === null ? this.#fail(`a value in place of ${word}`) : Number(whole[1]);
  }

  #peek(): string | undefined {
    this.#skipSpace();
    return this.#text[this.#at];
  }

  #skipSpace(): void {
    while (/\s/u.test(this.#text[this.#at] ?? "")) this.#at++;
  }

  #rest(): string {
    return this.#text.slice(this.#at);
  }

  #fail(expected: string): never {
    this.#file.fail(`the header has not ${expected} at its character ${this.#at}`);
  }
}
