import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readModelFile } from "../../../engine/formats/modelFile.ts";
import { Desk, fable } from "./desk.ts";

/** What the command line promises of the models that it is to write. */

const desk = new Desk();
const stepOf = (name: string): number => readModelFile(new Uint8Array(desk.read(name)).buffer).trainer.step;
const small = ["--hiddenSize", "12", "--sequence-length", "4", "--batchSize=2"];
const leftOver = (of: string) => readdirSync(desk.folder).filter((name) => name.startsWith(of) && name.endsWith(".tmp"));

beforeAll(async () => {
  await desk.build();
  await desk.run("train", fable, "--model", "old.lstm", "--steps", "10", ...small);
});

afterAll(() => desk.remove());

describe("a model that is there", () => {
  test("is not replaced, and the training has not begun", async () => {
    const { status, err } = await desk.run("train", fable, "--model", "old.lstm", "--steps", "20", ...small);
    expect(status).toBe(2);
    expect(err).toContain("old.lstm is there already. Name another file with --model, or replace old.lstm with --force.");
    expect(err).not.toContain("weights.");
    expect(stepOf("old.lstm")).toBe(10);
  });

  test("is not replaced by another text's of the same name", async () => {
    for (const name of ["story.txt", "story.md"])
      writeFileSync(desk.path(name), "the mice and the cat and the bell and the mice");
    const train = (name: string) => desk.run("train", name, "--steps", "2", "--hiddenSize", "3");
    expect((await train("story.txt")).status).toBe(0);
    expect(await train("story.md")).toMatchObject({ status: 2, err: expect.stringContaining("story.lstm is there already") });
  });

  test("is replaced with --force, and only a model is", async () => {
    const forced = ["--force", "--steps", "12", ...small];
    expect((await desk.run("train", fable, "--model", "old.lstm", ...forced)).status).toBe(0);
    expect(stepOf("old.lstm")).toBe(12);
    writeFileSync(desk.path("notes.txt"), "notes");
    const { status, err } = await desk.run("train", fable, "--model", "notes.txt", ...forced);
    expect({ status, err }).toMatchObject({ status: 2, err: expect.stringContaining("is no model") });
    expect(desk.read("notes.txt").toString()).toBe("notes");
  });

  test("that goes on has steps left to do, or that is said", async () => {
    const again = ["train", fable, "--from", "old.lstm", "--model", "new.lstm"];
    const { status, err } = await desk.run(...again, "--steps", "12");
    expect(status).toBe(2);
    expect(err).toContain("old.lstm has done 12 steps already");
    expect((await desk.run(...again, "--set", "training.steps=5")).status).toBe(2);
    expect((await desk.run(...again, "--steps", "13")).status).toBe(0);
    expect(stepOf("new.lstm")).toBe(13);
  });
});

describe("where the model is to go", () => {
  for (const [out, message] of [
    ["nowhere/a.lstm", "nowhere/a.lstm cannot be written: there is no such file or folder."],
    ["folder", "folder cannot be written: it is a folder."],
    ["old.lstm/a.lstm", "cannot be written"],
  ] as const)
    test(`is tried before the first step: ${out}`, async () => {
      mkdirSync(desk.path("folder"), { recursive: true });
      const { status, err, out: printed } = await desk.run("train", fable, "--model", out, "--steps", "10000000");
      expect({ status, printed }).toEqual({ status: 2, printed: "" });
      expect(err).toContain(message);
      expect(leftOver(out)).toEqual([]);
    });

  test("gets the model now and then, long before the end", async () => {
    const often = ["--save-every", "0.1", "--steps", "10000000", "--model", "often.lstm"];
    const { child, ended } = desk.start("train", fable, ...often, ...small);
    const steps = new Set<number>();
    while (steps.size < 3) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      if (readdirSync(desk.folder).includes("often.lstm")) steps.add(stepOf("often.lstm"));
    }
    child.kill("SIGKILL");
    await ended;
    expect(stepOf("often.lstm")).toBeGreaterThanOrEqual(Math.max(...steps));
  });

  test.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
    ["SIGHUP", 129],
  ] as const)("gets it at %s, and the status is %d", async (signal, expected) => {
    const out = `${signal}.lstm`;
    const { child, ended, said } = desk.start("train", fable, "--steps", "10000000", "--model", out, ...small);
    while (!said().includes("weights")) await new Promise((resolve) => setTimeout(resolve, 20));
    await new Promise((resolve) => setTimeout(resolve, 300));
    child.kill(signal);
    const { status } = await ended;
    expect(status).toBe(expected);
    expect(stepOf(out)).toBeGreaterThan(0);
    expect(leftOver(out)).toEqual([]);
  });
});
