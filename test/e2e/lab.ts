import type { Frame, Page } from "playwright-core";
import { webviewFrame } from "./webviews.ts";
import { until } from "./workbench.ts";

export type Figure = "step" | "loss" | "smoothed" | "speed" | "left";
export type Tab = "run" | "weights" | "gradients" | "samples";

/** The LSTM Lab as a person reads it: by what is written on it. Frames come and go, so that each question finds its own. */
export class LabPage {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  frame(): Promise<Frame> {
    return webviewFrame(this.#page, "lab");
  }

  async status(): Promise<string> {
    return (await (await this.frame()).locator("#root").getAttribute("data-status")) ?? "";
  }

  /** A figure of the top line; NaN while there is only a dash. */
  async figure(name: Figure): Promise<number> {
    const text = await (await this.frame()).locator(`[data-figure="${name}"] .value`).innerText();
    return Number.parseFloat(text.replaceAll(",", "").replace("\u2212", "-"));
  }

  /** What stands beside a term in the facts of the run. */
  async fact(term: string): Promise<string> {
    const terms = await (await this.frame()).locator(".facts dt").allInnerTexts();
    const values = await (await this.frame()).locator(".facts dd").allInnerTexts();
    return values[terms.indexOf(term)] ?? "";
  }

  async press(label: string): Promise<void> {
    await (await this.frame()).locator(`.controls vscode-button[aria-label^="${label}"]`).click();
  }

  /** Offered once the run has ended and its model is saved. */
  async canContinue(): Promise<boolean> {
    const button = (await this.frame()).locator('.controls vscode-button[aria-label="Continue training"]');
    return (await button.count()) > 0;
  }

  async open(tab: Tab): Promise<void> {
    const frame = await this.frame();
    await frame.locator(`#tab-${tab}`).click();
    await frame.locator(`#view-${tab}`).waitFor({ state: "visible" });
  }

  waitForStatus(...wanted: readonly string[]): Promise<string> {
    return until(
      `the run to be ${wanted.join(" or ")}`,
      () => this.status(),
      (status) => wanted.includes(status),
    );
  }

  waitForStep(least: number): Promise<number> {
    return until(
      `step ${least}`,
      () => this.figure("step"),
      (step) => step >= least,
      180_000,
    );
  }

  /** The loss of one batch moves up and down: it is waited for until it has once been below. */
  waitForLossBelow(bound: number): Promise<number> {
    return until(
      `a loss below ${bound.toFixed(3)}`,
      () => this.figure("loss"),
      (loss) => loss < bound,
      180_000,
    );
  }

  /** ln V, the loss of a uniform guess, from the size of the vocabulary that the page shows. */
  async uniformLoss(): Promise<number> {
    const fact = await until(
      "the size of the vocabulary",
      () => this.fact("in, out"),
      (text) => /\d/.test(text),
    );
    return Math.log(Number.parseInt(fact.replaceAll(",", ""), 10));
  }

  /** A number that tells one drawing from another: of all points of all canvases in sight. */
  async drawing(): Promise<number> {
    return (await this.frame()).evaluate(() => {
      let hash = 0;
      for (const canvas of document.querySelectorAll("canvas")) {
        if (canvas.width === 0 || canvas.height === 0 || !canvas.checkVisibility()) continue;
        const { data } = canvas.getContext("2d")!.getImageData(0, 0, canvas.width, canvas.height);
        for (const word of new Uint32Array(data.buffer)) hash = (Math.imul(hash, 31) + word) | 0;
      }
      return hash;
    });
  }

  /** The share of painted points, of all canvases in sight, that differ from their most frequent colour. */
  async inkOnCanvases(): Promise<number> {
    return (await this.frame()).evaluate(() => {
      const counts = new Map<number, number>();
      for (const canvas of document.querySelectorAll("canvas")) {
        if (canvas.width === 0 || canvas.height === 0 || !canvas.checkVisibility()) continue;
        const { data } = canvas.getContext("2d")!.getImageData(0, 0, canvas.width, canvas.height);
        for (const word of new Uint32Array(data.buffer)) counts.set(word, (counts.get(word) ?? 0) + 1);
      }
      const all = [...counts.values()];
      const total = all.reduce((sum, count) => sum + count, 0);
      return total === 0 ? 0 : 1 - Math.max(...all) / total;
    });
  }
}
