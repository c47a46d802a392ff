import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { commands, extensions, TabInputWebview, window } from "vscode";
import type { TensorPicture } from "../../../engine/worker/protocol.ts";
import type { GatescopeApi } from "../../../extension/api.ts";
import { configure, gatescope, stopAll, temporaryFile, trainOn, until, untilStatus } from "./support.ts";

const story = readFileSync(`${__dirname}/../../../../media/sample/belling-the-cat.txt`, "utf8");
const whole = { kind: "value", gate: "i", rows: [0, 8], columns: [0, 8], maxRows: 8, maxColumns: 8 } as const;

describe("the views", () => {
  let api: GatescopeApi;
  before(async () => {
    api = await gatescope();
  });
  afterEach(() => stopAll(api));

  it("open with the training: the lab beside the text, which keeps the focus", async () => {
    const uri = temporaryFile("seen.txt", story);
    await window.showTextDocument(uri);
    await trainOn(api, uri);
    const isLab = () =>
      window.tabGroups.all
        .flatMap(({ tabs }) => tabs)
        .some(({ input, label }) => input instanceof TabInputWebview && label === "LSTM Lab · seen.txt");
    await until(isLab, "for the lab's tab");
    assert.equal(window.activeTextEditor?.document.uri.toString(), uri.toString());
  });

  it("get pictures of what they watch, in training and, after a reload, of the saved weights", async () => {
    await configure({ steps: 30 });
    const uri = temporaryFile("watched.txt", story);
    await trainOn(api, uri);
    await untilStatus(api, "finished");
    await api.saved();
    const live = await api.forTests.picture({ ...whole, path: "0/recurrentKernel" });
    await api.forTests.reload();
    const restored = await api.forTests.picture({ ...whole, path: "0/recurrentKernel" });
    const numbers = ({ data, largest, deviation }: TensorPicture) => ({ data: [...data], largest, deviation });
    assert.deepEqual(numbers(restored), numbers(live));
    assert.equal(api.run()!.status, "finished", "nothing was trained for it");
    assert.equal(api.run()!.progress!.step, 30);
  });

  it("and every command that the manifest names is there", async () => {
    const known = await commands.getCommands(true);
    const named: { command: string }[] = extensions.getExtension("gatescope.gatescope")!.packageJSON.contributes.commands;
    for (const { command } of named) assert.ok(known.includes(command), command);
  });
});
