import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { cases, Desk } from "./desk.ts";

const desk = new Desk();
const good = join(cases, "stacked-carried.lstm-parity.json");

/** A copy of a good case in which a number is another. */
function bend(name: string, edit: (json: { expect: { steps: Record<string, { logits: { data: number[] } }> } }) => void): string {
  const json = JSON.parse(readFileSync(good, "utf8"));
  edit(json);
  writeFileSync(desk.path(name), JSON.stringify(json));
  return name;
}

beforeAll(async () => {
  await desk.build();
  bend("bent.lstm-parity.json", ({ expect: { steps } }) => {
    steps["4"]!.logits.data[7]! += 0.5;
  });
  writeFileSync(desk.path("none.lstm-parity.json"), '{ "format": "lstm-parity/1", "model": { "inputSize": 0 } }');
});

afterAll(() => desk.remove());

describe("cli.js parity", () => {
  test("prints a line a case with its largest deviation, and ends with 0 where all agree", async () => {
    const { status, out, err } = await desk.run("parity", good, join(cases, "torch-regression.lstm-parity.json"));
    expect({ status, err }).toEqual({ status: 0, err: "" });
    const lines = out.split("\n");
    expect(lines[1]).toMatch(/^pass +\S+stacked-carried\.lstm-parity\.json +\d\.\de-\d+ +\S+ % +1,017 +\d+ ms$/);
    expect(lines[2]).toMatch(/^pass +\S+torch-regression/);
    expect(lines[1]!.length).toBe(lines[2]!.length);
    expect(out).toContain("2 passed, 0 failed");
  });

  test("tells of a case that fails the first tensor that diverges: step, quantity, element, both values; and ends with 1", async () => {
    const { status, out } = await desk.run("parity", "bent.lstm-parity.json", good);
    expect(status).toBe(1);
    expect(out).toMatch(/^FAIL +bent/m);
    expect(out).toContain("first divergence: step 4, logits [0, 1, 2]");
    const [expected, actual] = ["expected", "actual"].map((word) => Number(new RegExp(`${word} +(\\S+)`).exec(out)![1]));
    expect(expected! - actual!).toBeCloseTo(0.5, 9);
    expect(out).toContain("1 passed, 1 failed");
  });

  test("takes a case whose model is in a file beside it, of several files too", async () => {
    const fixtures = join(cases, "..", "..", "unit", "containers", "fixtures");
    const files = ["keras3-char-lstm", "tfjs-lstm-two-shards", "onnx-torch-bilstm"];
    const { status, out } = await desk.run("parity", ...files.map((name) => join(fixtures, name, "case.lstm-parity.json")));
    expect(out).toContain("3 passed, 0 failed");
    expect(status).toBe(0);
    writeFileSync(desk.path("alone.lstm-parity.json"), readFileSync(join(fixtures, files[0]!, "case.lstm-parity.json")));
    const alone = await desk.run("parity", "alone.lstm-parity.json");
    expect(alone.out).toContain('model.file: there is no file "model.keras" beside the case.');
    expect(alone.status).toBe(2);
  });

  test("ends with 2 for a file that is no case, and says what is wrong and where", async () => {
    const { status, out } = await desk.run("parity", good, "none.lstm-parity.json");
    expect(status).toBe(2);
    expect(out).toMatch(/^no case +none/m);
    expect(out).toContain("model.inputSize: must be a whole number from 1 on, is 0.");
  });

  test("takes folders and patterns, and names each case once", async () => {
    mkdirSync(desk.path("some/below"), { recursive: true });
    for (const name of ["some/a", "some/below/b"]) writeFileSync(desk.path(`${name}.lstm-parity.json`), readFileSync(good));
    writeFileSync(desk.path("some/other.json"), "{}");
    const folder = await desk.run("parity", "some", "--json");
    expect(JSON.parse(folder.out).cases.map(({ file }: { file: string }) => file)).toEqual([
      join("some", "a.lstm-parity.json"),
      join("some", "below", "b.lstm-parity.json"),
    ]);
    const pattern = await desk.run("parity", "some/*.lstm-parity.json", "some/a.lstm-parity.json");
    expect(pattern.out).toContain("1 passed, 0 failed");
  });

  test("gives everything as JSON", async () => {
    const { status, out } = await desk.run("parity", "--json", "bent.lstm-parity.json");
    expect(status).toBe(1);
    const [result] = JSON.parse(out).cases;
    expect(result).toMatchObject({ file: "bent.lstm-parity.json", outcome: "failed", compared: 1017 });
    expect(result.first).toMatchObject({ step: 4, quantity: "logits", element: [0, 1, 2] });
  });

  for (const [args, message] of [
    [[], "A case's file is missing."],
    [["nowhere.json"], "nowhere.json cannot be read: there is no such file or folder."],
    [["built"], "There is no *.lstm-parity.json in built."],
    [["no*.such"], "No file matches no*.such."],
    [["--fast", "x"], "Unknown option '--fast'."],
  ] as const)
    test(`refuses with 2: parity ${args.join(" ")}`, async () => {
      const { status, out, err } = await desk.run("parity", ...args);
      expect(status).toBe(2);
      expect(err).toContain(message);
      expect(out).toBe("");
    });
});
