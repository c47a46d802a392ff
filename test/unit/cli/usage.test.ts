import { describe, expect, test } from "vitest";
import { oneWord, readArguments, UsageError } from "../../../extension/cli/usage.ts";

const table = {
  hiddenSize: { value: "N", help: "" },
  set: { value: "PLACE=VALUE", help: "", many: true },
  prompt: { value: "TEXT", help: "" },
  json: { value: null, help: "" },
};
const read = (...args: string[]) => readArguments(args, table);

describe("arguments", () => {
  test("are words and options in any order; an option's value follows, or stands behind =", () => {
    const given = read("a.txt", "--hidden-size", "3", "--json", "--set", "a=1", "--set=b=c=2");
    expect(given.words).toEqual(["a.txt"]);
    expect([given.number("hiddenSize"), given.flag("json"), given.texts("set")]).toEqual([3, true, ["a=1", "b=c=2"]]);
    expect([given.text("prompt"), read().flag("json")]).toEqual([null, false]);
  });

  test("are words after --, dashes or not", () => {
    expect(read("--json", "--", "--my-file.txt", "-x", "--", "--json").words).toEqual(["--my-file.txt", "-x", "--", "--json"]);
  });

  test("may have values that begin with a dash, and with anything behind =", () => {
    expect(read("--prompt", "-1").text("prompt")).toBe("-1");
    expect(read("--prompt=--so").text("prompt")).toBe("--so");
    expect(read("--prompt=").text("prompt")).toBe("");
    expect(read("--prompt=a\nb=c").text("prompt")).toBe("a\nb=c");
  });

  test("the last of two says what holds", () => {
    expect(read("--prompt", "a", "--prompt", "b").text("prompt")).toBe("b");
  });

  test.each([
    [["--hidden-size", "x"], '--hidden-size is "x", must be a number.'],
    [["--hiddenSize", "x"], '--hiddenSize is "x", must be a number.'],
    [["--hiden-size", "3"], "Unknown option '--hiden-size'."],
    [["--constructor", "3"], "Unknown option '--constructor'."],
    [["-x"], "Unknown option '-x'. A name that begins with a dash stands behind a word of its own, --."],
    [["--hidden-size"], "Option '--hidden-size N' argument missing."],
    [["--hidden-size", "--json"], "Option '--hidden-size N' argument missing."],
    [["--json=yes"], "Option '--json' takes no value."],
  ])("are refused by the names that were typed: %j", (args, message) => {
    const act = () => read(...args).number("hiddenSize");
    expect(act).toThrow(UsageError);
    expect(act).toThrow(message);
  });

  test("one word is one word", () => {
    expect(oneWord(read("a"), "A file")).toBe("a");
    expect(() => oneWord(read(), "A file")).toThrow("A file is missing.");
    expect(() => oneWord(read("a", "b"), "A file")).toThrow('"b" is one word too many.');
  });
});
