import assert from "node:assert/strict";
import { commands, type QuickPickItem, Uri, window, workspace } from "vscode";
import type { GatescopeApi } from "../../../extension/api.ts";
import { answering, gatescope, stopAll, untilStatus } from "./support.ts";

const inWorkspace = (name: string): Uri => Uri.joinPath(workspace.workspaceFolders![0]!.uri, name);

describe("a preset", () => {
  let api: GatescopeApi;
  const placed = ["story-stacked.txt", "story-stacked-2.txt", "embeddings.txt"];
  const clear = () =>
    Promise.all(placed.map((name) => Promise.resolve(workspace.fs.delete(inWorkspace(name))).catch(() => undefined)));
  before(async () => {
    api = await gatescope();
  });
  beforeEach(clear);
  afterEach(async () => {
    await stopAll(api);
    await commands.executeCommand("workbench.action.closeAllEditors");
    await clear();
  });

  it("is trained by its name, on its text in the folder, to the article's loss", async () => {
    await commands.executeCommand("lstm.trainPreset", "story-stacked");
    const { loss, description, progress } = await untilStatus(api, "finished");
    assert.equal(progress?.step, 200);
    assert.ok(Math.abs(loss.mean.at(-1)! - 3.66167803) < 1e-8, `the last loss is ${loss.mean.at(-1)}`);
    assert.equal(description?.recipe.training.precision, "float64");
    assert.equal(window.activeTextEditor?.document.uri.toString(), inWorkspace("story-stacked.txt").toString());
  });

  it("is chosen from a list that tells of each whose it is", async () => {
    const shown: QuickPickItem[] = [];
    answering(api, undefined, {
      async pick(items) {
        shown.push(...items);
        return items.find(({ description }) => description === "embeddings");
      },
    });
    await commands.executeCommand("lstm.trainPreset");
    await untilStatus(api, "training", "finished");
    assert.ok(shown.length > 10);
    assert.ok(shown.every(({ label, description, detail }) => label && description && detail));
    assert.equal(api.run()!.fileName, "embeddings.txt");
  });

  it("leaves alone what a person has made of its text", async () => {
    await workspace.fs.writeFile(inWorkspace("story-stacked.txt"), new TextEncoder().encode("my own story"));
    await commands.executeCommand("lstm.trainPreset", "story-stacked");
    await untilStatus(api, "finished");
    assert.equal(new TextDecoder().decode(await workspace.fs.readFile(inWorkspace("story-stacked.txt"))), "my own story");
    assert.equal(api.run()!.fileName, "story-stacked-2.txt");
  });
});
