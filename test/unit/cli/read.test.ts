import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Desk, fable } from "./desk.ts";

const desk = new Desk();

beforeAll(async () => {
  await desk.build();
  const shared = ["--steps", "200", "--hiddenSize", "8", "--layers", "2"];
  await desk.run("train", fable, ...shared, "--model", "words.lstm");
  await desk.run("train", fable, ...shared, "--tokenizer", "character", "--batching", "streams", "--model", "characters.lstm");
});

afterAll(() => desk.remove());

describe("cli.js sample", () => {
  test("writes text after a prompt, the same for the same seed and another for another", async () => {
    const args = ["sample", "words.lstm", "--prompt", "Long ago", "--length", "12", "--temperature", "0.5"];
    const [first, again, other] = await Promise.all([desk.run(...args), desk.run(...args), desk.run(...args, "--seed", "2")]);
    expect(first.status).toBe(0);
    expect(first.out).toMatch(/^Long ago \S+/);
    expect(again.out).toBe(first.out);
    expect(other.out).not.toBe(first.out);
  });

  test("writes each token as it is drawn, as many as one has patience for", async () => {
    const { child, ended } = desk.start("sample", "characters.lstm", "--length", "1000000000");
    let seen = "";
    child.stdout.on("data", (text) => {
      seen += text;
    });
    while (seen.length < 20_000) await new Promise((resolve) => setTimeout(resolve, 20));
    child.kill();
    expect((await ended).status).toBeNull();
  });

  test("writes the same text whether token by token or as JSON", async () => {
    for (const model of ["words.lstm", "characters.lstm"]) {
      const args = ["sample", model, "--prompt", "the mice", "--length", "60"];
      const [plain, json] = await Promise.all([desk.run(...args), desk.run(...args, "--json")]);
      const { prompt, text } = JSON.parse(json.out);
      expect(plain.out.startsWith(prompt)).toBe(true);
      expect(plain.out.trimEnd().endsWith(text.trim().slice(-20))).toBe(true);
    }
  });

  test("at temperature 0, and of the one most probable token, has no choice", async () => {
    const args = ["sample", "characters.lstm", "--prompt", "the", "--length", "50"];
    const greedy = [
      ["--temperature", "0"],
      ["--temperature", "0", "--seed", "9"],
      ["--top-k", "1", "--seed", "3"],
      ["--top-p", "0", "--temperature", "1.5"],
    ];
    const [first, ...others] = await Promise.all(greedy.map((more) => desk.run(...args, ...more)));
    expect(first!.status).toBe(0);
    for (const other of others) expect(other.out).toBe(first!.out);
    const wild = await desk.run(...args, "--temperature", "1.5");
    const bounded = await desk.run(...args, "--temperature", "1.5", "--top-k", "3");
    expect(new Set([first!.out, wild.out, bounded.out]).size).toBe(3);
  });

  test("goes on without what it does not know of a prompt, and names it", async () => {
    const { status, out, err } = await desk.run("sample", "characters.lstm", "--prompt", "thé🦊 mice", "--length", "5");
    expect(status).toBe(0);
    expect(out).toMatch(/^th mice/);
    expect(err).toContain('The model does not know: "é"');
    expect(err).toContain('"🦊". The prompt goes on without.');
  });

  test("needs no prompt, and tells tokens and probabilities as JSON", async () => {
    const { out } = await desk.run("sample", "characters.lstm", "--length", "40", "--json");
    const { text, tokens, probabilities, prompt, step } = JSON.parse(out);
    expect(tokens.join("")).toBe(text);
    expect([tokens.length, probabilities.length, prompt.length, step]).toEqual([40, 40, 1, 200]);
    expect(probabilities.every((p: number) => p > 0 && p <= 1)).toBe(true);
  });

  test("goes on without what the model does not know of a prompt, and says what that is", async () => {
    const { status, out, err } = await desk.run(
      "sample",
      "characters.lstm",
      "--prompt",
      "The caf\u00E9",
      "--length",
      "5",
      "--json",
    );
    expect(status).toBe(0);
    expect(JSON.parse(out).prompt).toBe("The caf");
    expect(err).toContain('The model does not know: "\u00E9" (U+00E9). The prompt goes on without.');
  });

  for (const [args, message] of [
    [[], "A model's file is missing."],
    [[fable], "The saved model cannot be used: it does not begin as one."],
    [["words.lstm", "--prompt", "zyzzyva"], 'does not know: "zyzzyva"'],
    [["words.lstm", "--prompt", " "], "The prompt has no token."],
    [["words.lstm", "--temperature=-1"], "--temperature is -1, must be a number from 0 to 10."],
    [["words.lstm", "--length", "1.5"], "--length is 1.5, must be a whole number from 1 to 1000000000."],
    [["words.lstm", "--top-k", "0"], "--top-k is 0, must be a whole number from 1 to 1000000."],
    [["words.lstm", "--topP", "2"], "--topP is 2, must be a number from 0 to 1."],
  ] as const)
    test(`refuses with 2: sample ${args.map((word) => (word === fable ? "TEXT" : word)).join(" ")}`, async () => {
      const { status, err } = await desk.run("sample", ...args);
      expect(status).toBe(2);
      expect(err).toContain(message);
    });
});

describe("cli.js trace", () => {
  test("tells every gate and state of each layer at each step, as a table", async () => {
    const { status, out } = await desk.run("trace", "words.lstm", "Long ago, the mice");
    expect(status).toBe(0);
    const [heading, ...rows] = out.trimEnd().split("\n");
    expect(heading!.split(/ +/)).toEqual(
      expect.arrayContaining(["layer", "step", "token", "unit", "i", "f", "g", "o", "c", "h"]),
    );
    expect(rows.length).toBe(2 * 5 * 8);
  });

  test("its numbers obey the cell's equations: c = f c' + i g, h = o tanh c", async () => {
    const { out } = await desk.run("trace", "characters.lstm", "Long ago", "--json");
    const { layers, steps } = JSON.parse(out);
    expect(steps.map(({ token }: { token: string }) => token)).toContain("L");
    for (const { quantities } of layers) {
      const { i, f, g, o, c, h } = quantities as Record<string, number[][]>;
      for (let t = 0; t < 8; t++)
        for (let j = 0; j < 8; j++) {
          const before = t === 0 ? 0 : c![t - 1]![j]!;
          expect(c![t]![j]).toBeCloseTo(f![t]![j]! * before + i![t]![j]! * g![t]![j]!, 5);
          expect(h![t]![j]).toBeCloseTo(o![t]![j]! * Math.tanh(c![t]![j]!), 5);
        }
    }
  });

  test("tells the gradients too, and the loss that they are of", async () => {
    const { out } = await desk.run(
      "trace",
      "words.lstm",
      "Long ago, the mice",
      "--gradients",
      "--json",
      "--layer",
      "1",
      "--unit",
      "3",
    );
    const { loss, layers, steps, units } = JSON.parse(out);
    expect(loss).toBeGreaterThan(0);
    expect([steps.length, units, layers.length]).toEqual([4, [3], 1]);
    expect(layers[0].quantities.df.flat().some((slope: number) => slope !== 0)).toBe(true);
  });

  for (const [args, message] of [
    [["words.lstm"], "A model's file and a text are needed."],
    [["words.lstm", "Long", "ago"], "put the text in quotation marks"],
    [["words.lstm", "Long", "--gradients"], "at least two tokens"],
    [["words.lstm", "Long", "--layer", "2"], "--layer is 2, must be a whole number from 0 to 1."],
  ] as const)
    test(`refuses with 2: trace ${args.join(" ")}`, async () => {
      const { status, err } = await desk.run("trace", ...args);
      expect(status).toBe(2);
      expect(err).toContain(message);
    });
});

describe("cli.js", () => {
  test("explains itself and each of its commands", async () => {
    const whole = await desk.run("--help");
    expect(whole.status).toBe(0);
    for (const command of ["train", "sample", "parity", "trace"]) {
      expect(whole.out).toContain(`  ${command} `);
      const { status, out } = await desk.run(command, "--help");
      expect(status).toBe(0);
      expect(out).toContain(`Usage: node dist/cli.js ${command} `);
    }
  });

  test("refuses with 2 what is no command, and no command at all", async () => {
    expect(await desk.run("tarin")).toMatchObject({ status: 2, out: "" });
    expect((await desk.run("constructor")).err).toContain('There is no command "constructor"');
    expect((await desk.run()).status).toBe(2);
  });
});
