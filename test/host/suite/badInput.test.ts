import assert from "node:assert/strict";
import { readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { commands, Position, Range, Uri, WorkspaceEdit, window, workspace } from "vscode";
import type { GatescopeApi } from "../../../extension/api.ts";
import type { Question } from "../../../extension/person/surroundings.ts";
import {
  answering,
  configure,
  fable,
  gatescope,
  stopAll,
  temporaryFile,
  trainOn,
  until,
  untilStatus,
  untilStep,
} from "./support.ts";

const story = readFileSync(`${__dirname}/../../../../media/sample/belling-the-cat.txt`, "utf8");

describe("bad input gets a clear sentence and loses nothing", () => {
  let api: GatescopeApi;
  before(async () => {
    api = await gatescope();
  });
  afterEach(() => stopAll(api));

  /** Trains, and expects a refusal. The run that was in view before must still be. */
  async function refusal(uri: Uri, answer?: (question: Question) => string | undefined): Promise<string> {
    const before = api.run()?.id;
    const asked = answering(api, answer);
    await commands.executeCommand("lstm.train", uri);
    assert.equal(api.run()?.id, before, "another run took the place of the last one");
    return asked.at(-1)?.message ?? "";
  }

  it("an empty file", async () => {
    assert.match(await refusal(temporaryFile("empty.txt", "")), /text is empty.*\. Write some text/);
  });

  it("fewer words than a window needs", async () => {
    await configure({ tokenizer: "word", batching: "windows", sequenceLength: 10 });
    assert.match(
      await refusal(temporaryFile("short.txt", "one two three")),
      /has 3 tokens, but a sequence of 10 needs at least 11/,
    );
  });

  it("binary data", async () => {
    const bytes = Uint8Array.from({ length: 500 }, (_, k) => (k * 7) % 256);
    assert.match(await refusal(temporaryFile("picture.png", bytes)), /not text: there is a NUL byte at offset 0/);
  });

  it("invalid UTF-8", async () => {
    const bytes = new TextEncoder().encode(story);
    bytes[100] = 0xff;
    assert.match(await refusal(temporaryFile("latin.txt", bytes)), /Byte 0xFF at offset 100, in line 1, is not valid UTF-8/);
  });

  it("a file of 100 MB", async () => {
    const uri = temporaryFile("large.txt", "");
    truncateSync(uri.fsPath, 100_000_000);
    const message = await refusal(uri);
    assert.match(message, /large\.txt has 100 MB, more than the 64 MB that lstm\.maxFileSize allows/);
    assert.match(message, /800 MB of memory/);
  });

  it("a file of 17 MB: says what it costs and asks, and takes no for an answer", async () => {
    const uri = temporaryFile("book.txt", story.repeat(Math.ceil(17e6 / story.length)));
    let detail = "";
    const message = await refusal(uri, (question) => {
      detail = question.detail ?? "";
      assert.ok(question.modal);
      assert.deepEqual(question.choices, ["Train on All of It", "Use the First 16 MB"]);
      return undefined;
    });
    assert.match(message, /book\.txt has 17 MB\. Train on all of it\?/);
    assert.match(detail, /about 17,\d{3},\d{3} tokens.*136 MB of memory.*28 min/);
  });

  it("a file of 17 MB, of which the first 16 are to be used", async function () {
    this.timeout(60_000);
    const uri = temporaryFile("book.txt", story.repeat(Math.ceil(17e6 / story.length)));
    answering(api, ({ choices }) => choices[1]);
    await trainOn(api, uri);
    assert.equal(Math.round(api.run()!.description!.tokenCount / 1e5), 160);
  });

  it("a folder, and a file that is gone", async () => {
    const uri = temporaryFile("there.txt", story);
    assert.match(await refusal(Uri.joinPath(uri, "..")), /is a folder/);
    rmSync(uri.fsPath);
    assert.match(await refusal(uri), /There is no file there\.txt any more/);
  });

  it("no open editor: offers a file to choose", async () => {
    await commands.executeCommand("workbench.action.closeAllEditors");
    await until(() => window.activeTextEditor === undefined, "for no editor");
    const uri = temporaryFile("chosen.txt", story);
    let offered = 0;
    answering(api, undefined, {
      async pickFile() {
        offered += 1;
        return offered === 1 ? undefined : uri;
      },
    });
    const before = api.run()?.id;
    await commands.executeCommand("lstm.train");
    assert.equal(offered, 1);
    assert.equal(api.run()?.id, before);
    await commands.executeCommand("lstm.train");
    await untilStatus(api, "training");
    assert.equal(api.run()!.fileName, "chosen.txt");
  });

  it("an untrusted workspace", async () => {
    const before = api.run()?.id;
    const asked = answering(api, undefined, { isTrusted: () => false });
    await commands.executeCommand("lstm.train", fable());
    assert.match(asked[0]!.message, /Training waits until this workspace is trusted/);
    assert.deepEqual(asked[0]!.choices, ["Manage Workspace Trust"]);
    assert.equal(api.run()?.id, before);
  });

  it("settings out of range", async () => {
    await configure({ hiddenSize: 0, optimizer: "lion" });
    const before = api.run()?.id;
    const asked = answering(api);
    await commands.executeCommand("lstm.train", fable());
    assert.match(asked[0]!.message, /lstm\.hiddenSize is 0, but must be a whole number from 1 to 2048/);
    assert.match(asked[0]!.message, /lstm\.optimizer is "lion"/);
    assert.deepEqual(asked[0]!.choices, ["Open Settings"]);
    assert.equal(api.run()?.id, before);
  });

  it("more memory than there may be", async () => {
    await configure({ hiddenSize: 2048, layers: 8, sequenceLength: 100, batchSize: 8, batching: "windows" });
    assert.match(await refusal(fable()), /would need .* of memory/);
  });

  it("a loss that is no number any more: stops, says at which step, keeps the last good weights", async () => {
    // Large recurrent weights: over a thousand steps the gradient grows beyond float32.
    await configure({ tokenizer: "character", batching: "streams", sequenceLength: 1000, batchSize: 1, hiddenSize: 64 });
    await configure({ kernelInitializer: "uniform", recurrentInitializer: "uniform", initializerScale: 1.4 });
    await configure({ optimizer: "sgd", learningRate: 1000, clipNorm: 0 });
    const asked = answering(api);
    const uri = temporaryFile("wild.txt", story.repeat(3));
    await commands.executeCommand("lstm.train", uri);
    const { message, advice } = await untilStatus(api, "diverged");
    assert.match(message, /step \d+/);
    assert.match(advice, /learning rate/i);
    await until(() => asked.length > 0, "for the sentence");
    assert.match(asked.at(-1)!.message, /step \d+/);
    await api.saved();
    assert.ok(api.run()!.canContinue);
  });

  it("a worker that dies: says so, keeps the saved model, and another run is possible", async () => {
    const uri = temporaryFile("dying.txt", story);
    await trainOn(api, uri);
    await untilStep(api, 50);
    await api.saved();
    const asked = answering(api);
    await api.forTests.killWorker();
    const { message, canContinue, progress } = await untilStatus(api, "failed");
    assert.match(message, /worker has ended/);
    assert.ok(canContinue);
    assert.ok(asked.some(({ choices }) => choices.includes("Continue Training")));
    await commands.executeCommand("lstm.continue", uri);
    const { description } = await untilStatus(api, "training");
    assert.ok(description!.step >= 50 && description!.step <= progress!.step);
    await commands.executeCommand("lstm.stop");
    await trainOn(api, uri);
    assert.equal(api.run()!.description!.step, 0);
  });

  it("a second training while one goes on: asks, and does what is answered", async () => {
    await trainOn(api, fable());
    const first = api.run()!.id;
    const other = temporaryFile("other.txt", story);
    const asked = answering(api);
    await commands.executeCommand("lstm.train", other);
    assert.match(asked[0]!.message, /is being trained on belling-the-cat\.txt\. Stop it and train on other\.txt\?/);
    assert.equal(api.run()!.id, first);
    assert.equal(api.run()!.status, "training");
    answering(api, ({ choices }) => choices[1]);
    await commands.executeCommand("lstm.train", other);
    assert.equal(api.run()!.id, first);
    answering(api, ({ choices }) => choices[0]);
    await commands.executeCommand("lstm.train", other);
    await untilStatus(api, "training");
    assert.equal(api.run()!.fileName, "other.txt");
  });

  it("a file that is edited and deleted while training goes on", async () => {
    const uri = temporaryFile("moving.txt", story);
    const document = await workspace.openTextDocument(uri);
    await trainOn(api, uri);
    const asked = answering(api);
    const edit = new WorkspaceEdit();
    edit.insert(uri, new Position(0, 0), "Once upon a time. ");
    await workspace.applyEdit(edit);
    edit.insert(uri, new Position(0, 0), "Well. ");
    await workspace.applyEdit(edit);
    await until(() => asked.length > 0, "for the sentence");
    assert.equal(asked.length, 1);
    assert.match(asked[0]!.message, /moving\.txt was changed\. Training goes on with the text as it was read/);
    await document.save();
    rmSync(uri.fsPath);
    await until(() => asked.length > 1, "for the other sentence");
    assert.match(asked[1]!.message, /moving\.txt was deleted/);
    const { step } = api.run()!.progress!;
    await untilStep(api, step + 20);
    assert.equal(api.run()!.status, "training");
  });

  it("unsaved text counts, and what stands in the file does not", async () => {
    const uri = temporaryFile("draft.txt", "Nothing much.");
    const document = await workspace.openTextDocument(uri);
    const edit = new WorkspaceEdit();
    edit.replace(uri, new Range(0, 0, 1, 0), story);
    await workspace.applyEdit(edit);
    assert.ok(document.isDirty);
    await trainOn(api, uri);
    assert.ok(api.run()!.description!.tokenCount > 200);
    writeFileSync(uri.fsPath, "Nothing much.");
  });

  it("a text that was never saved to a file is trained on all the same", async () => {
    const document = await workspace.openTextDocument({ content: story });
    await window.showTextDocument(document);
    await commands.executeCommand("lstm.train");
    await untilStatus(api, "training");
    assert.ok(api.run()!.description!.tokenCount > 200);
    assert.match(api.run()!.fileName, /Untitled/);
  });
});
