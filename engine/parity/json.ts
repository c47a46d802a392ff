/** A file that is no parity case, or one that this engine cannot run yet: `message` says what is wrong and where. */
export class CaseError extends Error {
  override readonly name = "CaseError";
  /** `invalid`: the file breaks the format. `unsupported`: it keeps it, and asks for what this version does not have. */
  readonly reason: "invalid" | "unsupported";

  constructor(reason: "invalid" | "unsupported", place: string, message: string) {
    super(place === "" ? message : `${place}: ${message}`);
    this.reason = reason;
  }
}

/** A value of a JSON file that knows its place in it (`model.network.lstm`), so that what is wrong can be found. */
export class PlacedJson {
  readonly value: unknown;
  readonly place: string;

  constructor(value: unknown, place: string) {
    this.value = value;
    this.place = place;
  }

  fail(message: string): never {
    throw new CaseError("invalid", this.place, message);
  }

  unsupported(message: string): never {
    throw new CaseError("unsupported", this.place, message);
  }

  /** A property, which must be there. */
  get(key: string): PlacedJson {
    return this.find(key) ?? this.fail(`"${key}" is missing.`);
  }

  /** A property, or null where it is absent. */
  find(key: string): PlacedJson | null {
    const value = this.#record()[key];
    return value === undefined ? null : new PlacedJson(value, this.place === "" ? key : `${this.place}.${key}`);
  }

  entries(): readonly (readonly [string, PlacedJson])[] {
    return Object.keys(this.#record()).map((key) => [key, this.get(key)] as const);
  }

  /** Refuses a property that is not among the names, rather than pass over what somebody meant. */
  only(...names: string[]): this {
    const unknown = Object.keys(this.#record()).find((key) => !names.includes(key));
    if (unknown !== undefined) this.fail(`"${unknown}" is not known here; known are ${names.join(", ")}.`);
    return this;
  }

  items(): readonly PlacedJson[] {
    if (!Array.isArray(this.value)) this.fail("must be a list.");
    return this.value.map((item: unknown, i) => new PlacedJson(item, `${this.place}[${i}]`));
  }

  /** Any finite number. */
  number(): number {
    if (typeof this.value !== "number" || !Number.isFinite(this.value))
      this.fail(`must be a number, is ${JSON.stringify(this.value)}.`);
    return this.value;
  }

  /** A number above zero. */
  positive(): number {
    const value = this.number();
    return value > 0 ? value : this.fail(`must be above 0, is ${value}.`);
  }

  /** A whole number from `minimum` on. */
  count(minimum = 1): number {
    const value = this.number();
    if (!Number.isInteger(value) || value < minimum) this.fail(`must be a whole number from ${minimum} on, is ${value}.`);
    return value;
  }

  flag(): boolean {
    if (typeof this.value !== "boolean") this.fail(`must be true or false, is ${JSON.stringify(this.value)}.`);
    return this.value;
  }

  text(): string {
    if (typeof this.value !== "string") this.fail(`must be a text, is ${JSON.stringify(this.value)}.`);
    return this.value;
  }

  choice<T extends string>(...choices: readonly T[]): T {
    const text = this.text();
    return choices.find((choice) => choice === text) ?? this.fail(`must be one of ${choices.join(", ")}, is "${text}".`);
  }

  #record(): Readonly<Record<string, unknown>> {
    if (typeof this.value !== "object" || this.value === null || Array.isArray(this.value)) this.fail("must be an object.");
    return this.value as Record<string, unknown>;
  }
}
