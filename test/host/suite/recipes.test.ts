import assert from "node:assert/strict";
import {
  type CodeLens,
  type CompletionList,
  commands,
  type Diagnostic,
  env,
  type Hover,
  languages,
  type MarkdownString,
  Position,
  Range,
  type TextDocument,
  type TextEditor,
  Uri,
  window,
  workspace,
} from "vscode";
import type { GatescopeApi } from "../../../extension/api.ts";
import { answering, fable, gatescope, stopAll, until, untilStatus } from "./support.ts";

const folder = (): Uri => workspace.workspaceFolders![0]!.uri;
const written = (recipe: unknown): string => `${JSON.stringify(recipe, null, 2)}\n`;

const gru = { network: { gru: { hiddenSize: 7 } }, training: { steps: 30, seed: 3 }, sampling: { every: 0 } };
const onFable = (recipe: object) => ({ text: { file: "belling-the-cat.txt" }, ...recipe });
const unfit = { network: { stacked: [{ lstm: { hiddenSize: 4 } }, { residual: { gru: { hiddenSize: 5 } } }] } };

/** Opens a recipe of the workspace in an editor. */
async function openRecipe(name: string, recipe: unknown): Promise<TextEditor> {
  const uri = Uri.joinPath(folder(), `${name}.lstm.json`);
  await workspace.fs.writeFile(uri, new TextEncoder().encode(written(recipe)));
  return window.showTextDocument(uri);
}

async function rewrite({ document, edit }: TextEditor, recipe: unknown): Promise<void> {
  const all = new Range(new Position(0, 0), document.positionAt(document.getText().length));
  assert.ok(await edit((change) => change.replace(all, written(recipe))));
}

const ours = ({ uri }: TextDocument): Diagnostic[] => languages.getDiagnostics(uri).filter(({ source }) => source === "LSTM");

async function lensTitles(document: TextDocument): Promise<string[]> {
  const lenses = await commands.executeCommand<CodeLens[]>("vscode.executeCodeLensProvider", document.uri, 10);
  return lenses.flatMap(({ command }) => (command ? [command.title] : []));
}

/** Waits for a lens, which comes when it is known. */
async function untilLens(document: TextDocument, wanted: RegExp): Promise<string> {
  let seen: string[] = [];
  for (let tries = 0; tries < 200; tries++) {
    seen = await lensTitles(document);
    const found = seen.find((title) => wanted.test(title));
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`No lens like ${wanted}; there are ${seen.join(", ") || "none"}.`);
}

describe("recipes in the editor", () => {
  let api: GatescopeApi;
  before(async () => {
    api = await gatescope();
  });
  afterEach(async () => {
    await stopAll(api);
    await commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
    await commands.executeCommand("workbench.action.closeAllEditors");
    for (const uri of await workspace.findFiles("**/*.lstm.json")) await workspace.fs.delete(uri);
  });

  it("what does not fit is underlined at its place while one types, and no more once it fits", async () => {
    const editor = await openRecipe("unfit", onFable(unfit));
    const { document } = editor;
    await until(() => ours(document).length > 0, "for the problem");
    const [problem, ...others] = ours(document);
    assert.equal(others.length, 0);
    assert.equal(document.getText(problem!.range), '"residual"');
    assert.match(problem!.message, /^network\.stacked\[1\]\.residual: .*makes 5 features of 4/);
    await rewrite(editor, onFable(gru));
    await until(() => ours(document).length === 0, "for the problem to go");
  });

  it("a text that is missing is underlined where it is named", async () => {
    const { document } = await openRecipe("missing", { ...gru, text: { file: "no-such-file.txt" } });
    await until(() => ours(document).length > 0, "for the problem");
    assert.equal(document.getText(ours(document)[0]!.range), '"no-such-file.txt"');
    assert.match(ours(document)[0]!.message, /There is no file no-such-file\.txt/);
  });

  it("a recipe without a text is told what would be wrong with any", async () => {
    const { document } = await openRecipe("textless", unfit);
    await until(() => ours(document).length > 0, "for the problem");
    assert.equal(document.getText(ours(document)[0]!.range), '"residual"');
    const sound = await openRecipe("sound", gru);
    await untilLens(sound.document, /Train on a File/);
    assert.deepEqual(ours(sound.document), []);
  });

  it("a device is no text, however long it could be read", async function () {
    if (process.platform === "win32") this.skip();
    const { document } = await openRecipe("device", { ...gru, text: { file: "/dev/zero" } });
    await until(() => ours(document).length > 0, "for the problem");
    assert.match(ours(document)[0]!.message, /zero cannot be read: it is no file/);
  });

  it("what the schema knows VS Code tells itself, and nobody twice", async () => {
    const { document } = await openRecipe("limits", onFable({ network: { gru: { hiddenSize: 0 } } }));
    await until(() => languages.getDiagnostics(document.uri).length > 0, "for VS Code's own check");
    await untilLens(document, /something is wrong/);
    assert.equal(languages.getDiagnostics(document.uri).length, 1);
    assert.deepEqual(ours(document), []);
  });

  it("a hostile recipe gets a sentence, and harms nothing", async () => {
    const { document } = await openRecipe("deep", {});
    const deep = `${'{"a":'.repeat(5000)}1${"}".repeat(5000)}`;
    const uri = Uri.joinPath(folder(), "deeper.lstm.json");
    await workspace.fs.writeFile(uri, new TextEncoder().encode(deep));
    const deeper = await workspace.openTextDocument(uri);
    await until(() => ours(deeper).length > 0, "for the sentence");
    assert.match(ours(deeper)[0]!.message, /nests deeper than 24 networks/);
    await untilLens(document, /Train on a File/);
  });

  it("completes the names of cells and their options, with a sentence for each", async () => {
    const { document } = await openRecipe("complete", { network: { gru: {} } });
    const inside = document.positionAt(document.getText().indexOf("{}") + 1);
    const { items } = await commands.executeCommand<CompletionList>("vscode.executeCompletionItemProvider", document.uri, inside);
    const labels = items.map(({ label }) => (typeof label === "string" ? label : label.label));
    for (const option of ["hiddenSize", "resetAfter", "recurrentActivation"])
      assert.ok(labels.includes(option), `${option} of ${labels}`);
  });

  it("tells what it costs above the first line, and in hovers", async () => {
    const { document } = await openRecipe("costs", onFable(gru));
    const title = await untilLens(document, /weights/);
    assert.match(title, /^\$\(play\) Train · [\d,]+ weights · [\d.]+ MB · about /);
    const at = document.positionAt(document.getText().indexOf('"network"') + 2);
    const hovers = await commands.executeCommand<Hover[]>("vscode.executeHoverProvider", document.uri, at);
    const text = hovers.flatMap(({ contents }) => contents.map((content) => (content as MarkdownString).value)).join("\n");
    assert.match(text, /recurrentKernel\s+7 × 21\s+147/);
  });

  it("trains what it says on the text that it names, as it stands in its editor", async () => {
    const editor = await openRecipe("gru", onFable({ ...gru, network: { lstm: { hiddenSize: 3 } } }));
    await rewrite(editor, onFable(gru));
    assert.ok(editor.document.isDirty);
    await commands.executeCommand("lstm.trainRecipe", editor.document.uri);
    const { description, fileName } = await untilStatus(api, "finished");
    assert.equal(fileName, "belling-the-cat.txt");
    assert.equal(description!.network.kind, "gru");
    assert.equal(description!.network.outputSize, 7);
    assert.equal(description!.recipe.training.steps, 30);
    assert.equal(
      description!.parameterCount,
      Number((await untilLens(editor.document, /weights/)).match(/([\d,]+) weights/)![1]!.replace(",", "")),
    );
  });

  it("shows the place of what keeps it from being trained", async () => {
    const { document } = await openRecipe("refused", onFable(unfit));
    const asked = answering(api);
    await commands.executeCommand("lstm.train", document.uri);
    assert.match(asked[0]!.message, /^refused\.lstm\.json: network\.stacked\[1\]\.residual/);
    assert.equal(document.getText(window.activeTextEditor!.selection), '"residual"');
  });

  it("is offered beside the settings and the presets for a text", async () => {
    await openRecipe("offered", gru);
    let labels: string[] = [];
    answering(api, undefined, {
      pick: async (items) => {
        labels = items.map(({ label }) => label);
        return items.find(({ label }) => label === "offered.lstm.json");
      },
    });
    await commands.executeCommand("lstm.trainWithRecipe", fable());
    const { description } = await untilStatus(api, "finished");
    assert.equal(labels[0], "By the settings");
    assert.ok(labels.length > 3, labels.join(", "));
    assert.equal(description!.network.kind, "gru");
  });

  it("is made of a run, beside its text, and trains the same again", async () => {
    const { document } = await openRecipe("first", onFable(gru));
    await commands.executeCommand("lstm.trainRecipe", document.uri);
    const first = await untilStatus(api, "finished");
    await commands.executeCommand("lstm.copyRecipe");
    assert.deepEqual(JSON.parse(await env.clipboard.readText()).network, gru.network);
    answering(api, undefined, { pick: async (items) => items.find(({ label }) => label === "The run in view") });
    await commands.executeCommand("lstm.newRecipe");
    const made = window.activeTextEditor!.document;
    assert.equal(made.uri.path, Uri.joinPath(folder(), "belling-the-cat.lstm.json").path);
    assert.equal(made.languageId, "json");
    const recipe = JSON.parse(made.getText());
    assert.deepEqual([recipe.text.file, recipe.network], ["belling-the-cat.txt", gru.network]);
    await commands.executeCommand("lstm.trainRecipe", made.uri);
    await until(() => api.run()!.id !== first.id, "for the second run");
    const second = await untilStatus(api, "finished");
    assert.deepEqual(second.loss.mean, first.loss.mean);
  });
});
