import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { describe, expect, inject, test } from "vitest";
import { root } from "../../.scripts/paths.ts";
import { openDesk } from "./desk.ts";
import { LabPage } from "./lab.ts";
import { openFromExplorer, runCommand } from "./workbench.ts";

/** A megabyte that is too large to carry along: it is used where it lies beside the project. */
const tiny = join(root, "..", "shared", "data", "tinyshakespeare.txt");
const reason = existsSync(tiny) ? "" : ` (skipped: there is no ${tiny})`;

/** Wide enough for the lab to have room for its speed, beside the text. */
const viewport = { width: 2160, height: 1080 };

const networks = [
  { name: "recommended", tokensPerStep: 8 * 32, settings: {} },
  {
    name: "char-rnn",
    tokensPerStep: 50 * 50,
    settings: { "lstm.hiddenSize": 128, "lstm.layers": 2, "lstm.batchSize": 50, "lstm.sequenceLength": 50 },
  },
];

/** What a person sees of the speed. Times are told, never asserted: this machine may have other things to do. */
describe(`training on a megabyte, with the lab drawing${reason}`, () => {
  for (const { name, tokensPerStep, settings } of networks)
    test.skipIf(reason !== "")(`shows how fast it is: the ${name} network`, async () => {
      const desk = await openDesk(inject("tools"), {
        files: { "tinyshakespeare.txt": readFileSync(tiny) },
        settings: { ...settings, "lstm.steps": 1_000_000 },
        viewport,
      });
      try {
        const lab = new LabPage(desk.page);
        await openFromExplorer(desk.page, "tinyshakespeare.txt");
        const [waits] = await Promise.all([waitsSeen(desk.page), runCommand(desk.page, "LSTM: Train LSTM on File")]);
        const began = await lab.waitForStep(1);
        const before = await lab.drawing();
        const readings = await read(lab, 20);
        await desk.picture(`megabyte-${name}`);

        const [first, last] = [readings[0]!, readings.at(-1)!];
        const byTheClock = ((last.step - first.step) * tokensPerStep * 1000) / (last.at - first.at);
        const shown = readings.map(({ speed }) => speed).sort((a, b) => a - b);
        console.log(
          `The ${name} network on 1.1 MB: the status bar said "preparing" ${Math.round(waits.prepares)} ms after Enter, when VS Code had ` +
            `started the extension; ${Math.round(waits.stands - waits.prepares)} ms later that the network stood, and ` +
            `${Math.round(waits.steps - waits.stands)} ms later how many steps it had taken. Then the lab showed ` +
            `${shown[0]} to ${shown.at(-1)} tokens/s, ${shown[shown.length >> 1]} in the middle; ${Math.round(byTheClock)} by its steps ` +
            `from ${first.step} to ${last.step}. Memory: ${await lab.fact("memory")}; threads: ${await lab.fact("threads")}.`,
        );

        expect(began).toBeGreaterThan(0);
        for (const { speed } of readings) expect(speed).toBeGreaterThan(0);
        expect(last.step).toBeGreaterThan(first.step);
        expect(await lab.drawing()).not.toBe(before);
        expect(await lab.fact("memory")).toMatch(/^[\d.]+ MB planned$/);
        await lab.press("Stop");
        await lab.waitForStatus("stopped");
        expect(desk.complaints).toEqual([]);
      } finally {
        await desk.close();
      }
    });
});

interface Waits {
  readonly prepares: number;
  readonly stands: number;
  readonly steps: number;
}

/** Milliseconds from the next Enter until the status bar says that a run is prepared, that its network stands, and that it has taken a step. */
function waitsSeen(page: Page): Promise<Waits> {
  return page.evaluate(
    () =>
      new Promise<Waits>((resolve) => {
        const signs = [/LSTM preparing/, /LSTM step \d/, /LSTM step [1-9]/];
        const seen: number[] = [];
        let pressed = Number.POSITIVE_INFINITY;
        const note = ({ key }: KeyboardEvent) => {
          if (key === "Enter") pressed = performance.now();
        };
        const look = () => {
          const said = Array.from(document.querySelectorAll(".statusbar .statusbar-item"), (item) => item.textContent).join("\n");
          const now = performance.now() - pressed;
          while (seen.length < signs.length && signs.slice(seen.length).some((sign) => sign.test(said))) seen.push(now);
          const [prepares, stands, steps] = seen;
          if (steps === undefined) requestAnimationFrame(look);
          else resolve({ prepares: prepares!, stands: stands!, steps });
        };
        addEventListener("keydown", note, { capture: true });
        look();
      }),
  );
}

interface Reading {
  readonly at: number;
  readonly step: number;
  readonly speed: number;
}

/** What the lab's first line says, so many times, half a second apart. */
async function read(lab: LabPage, times: number): Promise<Reading[]> {
  const readings: Reading[] = [];
  for (let time = 0; time < times; time++) {
    await new Promise((resolve) => setTimeout(resolve, 500));
    const step = await lab.figure("step");
    readings.push({ at: performance.now(), step, speed: await lab.figure("speed") });
  }
  return readings;
}
