import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, inject, test } from "vitest";
import { root } from "../../.scripts/paths.ts";
import { openDesk } from "./desk.ts";
import { LabPage } from "./lab.ts";
import { hoverAtWord, openFromExplorer, runCommand, until } from "./workbench.ts";

/** A megabyte that is too large to carry along: it is used where it lies beside the project. */
const tiny = join(root, "..", "shared", "data", "tinyshakespeare.txt");
const reason = existsSync(tiny) ? "" : ` (skipped: there is no ${tiny})`;

describe(`a person trains an LSTM on a megabyte of plays${reason}`, () => {
  test.skipIf(reason !== "")("characters are learnt, and the hover completes words", async () => {
    const desk = await openDesk(inject("tools"), { files: { "tinyshakespeare.txt": readFileSync(tiny) } });
    try {
      const lab = new LabPage(desk.page);
      await openFromExplorer(desk.page, "tinyshakespeare.txt");
      await runCommand(desk.page, "LSTM: Train LSTM on File");
      const uniform = await lab.uniformLoss();
      expect(Math.exp(uniform)).toBeCloseTo(65, 6);
      expect(await lab.fact("tokens")).toContain("characters");
      await lab.waitForLossBelow(0.65 * uniform);
      await until(
        "a sample",
        () => lab.frame().then((frame) => frame.locator(".newest .token").count()),
        (tokens) => tokens > 50,
      );
      const text = await hoverAtWord(desk.page, "Citizen");
      expect(text).toContain("What stands here, “Citizen”");
      await desk.picture("shakespeare");
      await lab.press("Stop");
      await lab.waitForStatus("stopped");
      expect(desk.complaints).toEqual([]);
    } finally {
      await desk.close();
    }
  });
});
