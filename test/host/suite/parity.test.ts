import assert from "node:assert/strict";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { commands, extensions, type TextDocument, Uri, window, workspace } from "vscode";
import type { GatescopeApi } from "../../../extension/api.ts";
import { configure, fable, gatescope, stopAll, tellFigure, trainOn, untilStatus } from "./support.ts";

const ending = ".lstm-parity.json";
const inWorkspace = (name: string): Uri => Uri.joinPath(workspace.workspaceFolders![0]!.uri, name + ending);

/** A case that comes with the extension. */
async function bundledCase(): Promise<string> {
  const folder = extensions.getExtension("gatescope.gatescope")!.extensionUri;
  const uri = Uri.joinPath(folder, "media", "parity", `story-one-lstm${ending}`);
  return new TextDecoder().decode(await workspace.fs.readFile(uri));
}

async function write(name: string, text: string): Promise<void> {
  await workspace.fs.writeFile(inWorkspace(name), new TextEncoder().encode(text));
}

/** Runs the checks and reads what the report says. */
async function check(): Promise<{ document: TextDocument; lines: string[] }> {
  await commands.executeCommand("lstm.parity");
  const document = window.activeTextEditor!.document;
  assert.equal(document.uri.scheme, "lstm-parity");
  return { document, lines: document.getText().split("\n") };
}

describe("LSTM: Run Parity Checks", () => {
  let api: GatescopeApi;
  const written: string[] = [];
  before(async () => {
    api = await gatescope();
  });
  afterEach(async () => {
    await stopAll(api);
    for (const name of written.splice(0)) await workspace.fs.delete(inWorkspace(name));
  });

  const writeCase = async (name: string, text: string) => {
    await write(name, text);
    written.push(name);
  };

  it("checks the gradients of the current model and the cases of the extension", async () => {
    await configure({ steps: 40, hiddenSize: 16 });
    await trainOn(api, fable());
    await untilStatus(api, "finished");
    const { lines } = await check();
    assert.ok(
      lines.some((line) => /^pass +belling-the-cat\.txt +\d\.\de[-+]\d+ +\S+ % +[\d,]+ +[\d]+ ms$/.test(line)),
      lines.join("\n"),
    );
    const stories = lines.filter((line) => /^pass +story-/.test(line));
    assert.ok(stories.length >= 4, `${stories.length} cases`);
    assert.match(lines[2]!, /^\d+ passed, 0 failed$/);
    assert.ok(lines.includes("There is no *.lstm-parity.json in it."));
  });

  it("runs every case of the workspace, as it stands in an editor: passed, failed with the first tensor that diverges, or no case", async () => {
    const good = await bundledCase();
    const bent = JSON.parse(good) as { expect: { losses: number[] } };
    bent.expect.losses[1]! += 0.25;
    await writeCase("good", good);
    await writeCase("bent", JSON.stringify(bent));
    await writeCase("none", '{ "format": "lstm-parity/9" }');
    const { document, lines } = await check();
    assert.ok(
      lines.some((line) => /^pass +good\.lstm/.test(line)),
      lines.join("\n"),
    );
    const failed = lines.findIndex((line) => /^FAIL +bent\.lstm/.test(line));
    const trouble = lines.slice(failed + 1, failed + 6).join("\n");
    assert.match(trouble, /first divergence: step 1, loss\n/);
    const [expected, actual] = ["expected", "actual"].map((word) => Number(new RegExp(`${word} +(\\S+)`).exec(trouble)![1]));
    assert.ok(Math.abs(expected! - actual! - 0.25) < 1e-6, trouble);
    const invalid = lines.findIndex((line) => /^no case +none\.lstm/.test(line));
    assert.match(lines[invalid + 1]!, /format: must be one of lstm-parity\/1/);
    assert.match(lines[2]!, /passed, 1 failed, 1 not cases$/);

    const links = await commands.executeCommand<{ target?: Uri }[]>("vscode.executeLinkProvider", document.uri);
    assert.ok(links.some(({ target }) => target?.path.endsWith(`bent${ending}`)));

    const editor = await window.showTextDocument(await workspace.openTextDocument(inWorkspace("none")));
    await editor.edit((edit) => edit.replace(wholeOf(editor.document), good));
    const again = await check();
    assert.ok(
      again.lines.some((line) => /^pass +none\.lstm/.test(line)),
      "an unsaved change counts",
    );
    await window.showTextDocument(editor.document);
    await commands.executeCommand("workbench.action.files.revert");
  });

  it("leaves the cases of a workspace that is not trusted alone", async () => {
    await writeCase("good", await bundledCase());
    api.forTests.surround({ isTrusted: () => false });
    const { lines } = await check();
    assert.ok(lines.includes("They wait until this workspace is trusted."));
    assert.ok(!lines.some((line) => line.includes("good.lstm")));
  });

  it("works off the extension host's thread, and its report cannot be written", async function () {
    this.timeout(60_000);
    const good = await bundledCase();
    for (let i = 0; i < 20; i++) await writeCase(`many-${i}`, good);
    const lag = monitorEventLoopDelay({ resolution: 1 });
    lag.enable();
    const { document, lines } = await check();
    lag.disable();
    tellFigure(`event loop lag during 24 checks: p99 ${(lag.percentile(99) / 1e6 - 1).toFixed(1)} ms`);
    assert.ok(lag.percentile(99) / 1e6 < 100);
    assert.ok(lines.filter((line) => /^pass +many-/.test(line)).length === 20);
    const text = document.getText();
    await commands.executeCommand("type", { text: "x" });
    assert.equal(document.getText(), text);
    assert.equal(document.isDirty, false);
  });
});

const wholeOf = (document: TextDocument) =>
  document.validateRange(document.lineAt(0).range.union(document.lineAt(document.lineCount - 1).range));
