import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { commands, Uri, window, workspace } from "vscode";
import type { GatescopeApi } from "../../../extension/api.ts";
import { answering, configure, gatescope, stopAll, temporaryFile, trainOn, untilStatus, untilStep } from "./support.ts";

const story = readFileSync(`${__dirname}/../../../../media/sample/belling-the-cat.txt`, "utf8");

describe("a trained model", () => {
  let api: GatescopeApi;
  before(async () => {
    api = await gatescope();
  });
  afterEach(() => stopAll(api));

  async function continued(uri: Uri): Promise<void> {
    await commands.executeCommand("lstm.continue", uri);
    await untilStatus(api, "training", "finished");
  }

  it("is there after a reload, with its curves and samples, and goes on to the same numbers as a run never interrupted", async function () {
    this.timeout(60_000);
    await configure({ steps: 600, seed: 7 });
    const whole = temporaryFile("whole.txt", story);
    await trainOn(api, whole);
    const expected = await untilStatus(api, "finished");

    const parts = temporaryFile("parts.txt", story);
    await trainOn(api, parts);
    await untilStep(api, 150);
    await commands.executeCommand("lstm.stop");
    const stopped = await untilStatus(api, "stopped");
    await api.forTests.reload();
    const restored = api.run()!;
    assert.equal(restored.status, "stopped");
    assert.equal(restored.fileName, "parts.txt");
    assert.deepEqual(restored.loss, stopped.loss);
    assert.deepEqual(restored.samples, stopped.samples);
    assert.deepEqual(restored.gradientHistory, stopped.gradientHistory);
    assert.ok(restored.canContinue);

    await continued(parts);
    const actual = await untilStatus(api, "finished");
    await api.saved();
    assert.deepEqual(actual.loss, expected.loss);
    assert.deepEqual(actual.smoothed, expected.smoothed);
    assert.deepEqual(actual.gradientNorm, expected.gradientNorm);
    assert.deepEqual(actual.samples, expected.samples);
    assert.deepEqual(await savedWeights(api, parts), await savedWeights(api, whole));
  });

  it("is the one of the last step, however soon after the end one goes on", async () => {
    const uri = temporaryFile("soon.txt", story);
    await trainOn(api, uri);
    await untilStep(api, 50);
    await api.saved();
    const early = api.run()!.progress!.step;
    await untilStep(api, early + 200);
    await commands.executeCommand("lstm.stop");
    const { step } = api.run()!.progress!;
    await continued(uri);
    assert.ok(api.run()!.description!.step >= step, `goes on from step ${api.run()!.description!.step} of ${step}`);
  });

  it("that had finished goes on for as many steps as the settings say", async () => {
    await configure({ steps: 60, tokenizer: "character", batching: "streams", seed: 3 });
    const uri = temporaryFile("twice.txt", story);
    await trainOn(api, uri);
    await untilStatus(api, "finished");
    await api.saved();
    await continued(uri);
    await untilStep(api, 120);

    await configure({ steps: 120 });
    const once = temporaryFile("once.txt", story);
    await trainOn(api, once);
    await untilStatus(api, "finished");
    await api.saved();
    assert.deepEqual(await savedWeights(api, uri, 120), await savedWeights(api, once, 120));
  });

  it("is saved when the window closes in the middle of training", async () => {
    const uri = temporaryFile("closed.txt", story);
    await trainOn(api, uri);
    await untilStep(api, 30);
    await api.forTests.reload();
    const { status, loss, canContinue } = api.run()!;
    assert.equal(status, "stopped");
    assert.ok(loss.steps >= 30);
    assert.ok(canContinue);
  });

  it("goes on with a changed text that has no new words, and says so; new words get rows of their own, and it says which", async () => {
    const uri = temporaryFile("changed.txt", story);
    await configure({ steps: 40 });
    await trainOn(api, uri);
    await untilStatus(api, "finished");
    await api.saved();
    await workspace.fs.writeFile(uri, new TextEncoder().encode(`${story} The mice spoke.`));
    const asked = answering(api);
    await continued(uri);
    await untilStatus(api, "finished");
    assert.match(asked.map(({ message }) => message).join("\n"), /changed\.txt was changed since the model was saved/);

    await api.saved();
    await workspace.fs.writeFile(uri, new TextEncoder().encode(`${story} Xylophones!`));
    const told = answering(api);
    const before = api.run()!.description!.vocabularySize;
    await continued(uri);
    const { description } = await untilStatus(api, "finished");
    assert.match(told.map(({ message }) => message).join("\n"), /did not know: .*"Xylophones".* of weights of (its|their) own/);
    assert.ok(description!.vocabularySize > before);
  });

  it("that was damaged is refused with a sentence, and stays where it is", async () => {
    const uri = temporaryFile("damaged.txt", story);
    await configure({ steps: 20 });
    await trainOn(api, uri);
    await untilStatus(api, "finished");
    await api.saved();
    const file = await modelFile(api, uri);
    const bytes = await workspace.fs.readFile(file);
    const damaged = bytes.slice();
    damaged[damaged.length - 9]! ^= 0xff;
    await workspace.fs.writeFile(file, damaged);
    await api.forTests.reload();
    const asked = answering(api);
    await commands.executeCommand("lstm.continue", uri);
    assert.match(asked.at(-1)!.message, /The saved model cannot be used: its checksum is wrong/);

    const newer = bytes.slice();
    newer[8] = 9;
    await workspace.fs.writeFile(file, newer);
    await commands.executeCommand("lstm.continue", uri);
    assert.match(asked.at(-1)!.message, /it is of version 9/);
    assert.deepEqual(await workspace.fs.readFile(file), newer);
  });

  it("is not there for a file that was never trained: Continue Training says so", async () => {
    const uri = temporaryFile("fresh.txt", story);
    const asked = answering(api);
    await window.showTextDocument(uri);
    await commands.executeCommand("lstm.continue", uri);
    assert.match(asked.at(-1)!.message, /There is no saved model of fresh\.txt/);
  });
});

async function modelFile(api: GatescopeApi, uri: Uri): Promise<Uri> {
  const folder = api.forTests.storageOf(uri);
  const entry = JSON.parse(new TextDecoder().decode(await workspace.fs.readFile(Uri.joinPath(folder, "saved.json"))));
  return Uri.joinPath(folder, entry.model);
}

/** Weights, optimizer slots and state of a saved model: all that follows its header. */
async function savedWeights(api: GatescopeApi, uri: Uri, step?: number): Promise<Uint8Array> {
  const bytes = await workspace.fs.readFile(await modelFile(api, uri));
  const words = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const header = words.getUint32(16, true);
  const { trainer } = JSON.parse(new TextDecoder().decode(bytes.subarray(24, 24 + header)));
  if (step !== undefined) assert.equal(trainer.step, step);
  return bytes.slice(24 + header);
}
