/**
 * Takes the picture of the README (media/readme/lab.png) anew: the packaged extension, trained on the fable, as anyone would see it.
 * The numbers on it are of the run that was just made.
 */
import { mkdir, stat } from "node:fs/promises";
import { join, relative } from "node:path";
import { root } from "../../.scripts/paths.ts";
import { openDesk } from "./desk.ts";
import { LabPage } from "./lab.ts";
import { prepare } from "./prepare.ts";
import { textOf, webviewFrame } from "./webviews.ts";
import { hoverAtWord, openFromExplorer, runCommand, until } from "./workbench.ts";

const picture = join(root, "media", "readme", "lab.png");
/** Readers of the README wait for it, and the .vsix carries it. */
const largest = 300_000;

const desk = await openDesk(await prepare(), {
  // Small steps: there is something to see on the way, and the model is still in two minds about some words.
  settings: {
    "workbench.colorTheme": "Dark Modern",
    "editor.minimap.enabled": false,
    "lstm.steps": 3000,
    "lstm.learningRate": 0.0004,
  },
  viewport: { width: 1680, height: 945 },
});
try {
  const { page } = desk;
  const lab = new LabPage(page);
  await openFromExplorer(page, "belling-the-cat.txt");
  await runCommand(page, "LSTM: Train LSTM on File");
  await lab.waitForStatus("finished");
  await runCommand(page, "LSTM: Show the Gradient Inspector");
  const inspector = await webviewFrame(page, "inspector");
  await until(
    "the parameters",
    () => textOf(inspector),
    (text) => text.includes("kernel"),
  );
  await hoverAtWord(page, "proposal", 0);
  await mkdir(join(root, "media", "readme"), { recursive: true });
  await page.screenshot({ path: picture });
} finally {
  await desk.close();
}
const { size } = await stat(picture);
console.log(`${relative(root, picture)}: ${Math.round(size / 1000)} kB`);
if (size > largest) throw new Error(`The picture is larger than ${largest / 1000} kB.`);
