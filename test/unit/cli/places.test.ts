import { writeFileSync } from "node:fs";
import { afterAll, beforeAll, expect, it } from "vitest";
import { Desk, fable } from "./desk.ts";

const desk = new Desk();
beforeAll(() => desk.build());
afterAll(() => desk.remove());

it.each([
  [
    "what does not fit, by its place",
    { network: { stacked: [{ lstm: { hiddenSize: 4 } }, { residual: { gru: { hiddenSize: 5 } } }] } },
    /^network\.stacked\[1\]\.residual: residual of 1\/: the layer makes 5 features of 4/m,
  ],
  ["what is out of its limits", { network: { gru: { hiddenSize: 0 } } }, /^The recipe: network\.gru\.hiddenSize is 0, must be/m],
  [
    "what a task has no targets for",
    { training: { loss: "meanSquaredError" } },
    /^training\.loss: The task "windows" does not go/m,
  ],
  ["memory beyond the machine", { network: { gru: { hiddenSize: 1e6 } } }, /^This run would need .* GiB/m],
])("cli.js train tells of a recipe %s", async (_what, recipe, sentence) => {
  writeFileSync(desk.path("wrong.lstm.json"), JSON.stringify(recipe));
  const { status, err } = await desk.run("train", fable, "--recipe", "wrong.lstm.json");
  expect(status).not.toBe(0);
  expect(err).toMatch(sentence);
});
