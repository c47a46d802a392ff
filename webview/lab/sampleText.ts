import { bits, formatNumber } from "../../engine/words/numbers.ts";
import { printableToken } from "../../engine/words/tokens.ts";
import type { Sample } from "../../engine/worker/protocol.ts";
import { h, setText } from "../shared/dom.ts";
import { cutIntoTokens, gapAfter } from "./sampleParts.ts";

/**
 * A sample as text. Below each token stands a bar: its height and its shade are the probability that the token was drawn
 * with. Pointing at a token, or moving to it with the arrow keys, writes that out.
 */
export function sampleText(sample: Sample, say: (text: string) => void): HTMLElement {
  const reading = h("p", { class: "reading" });
  const tokens = cutIntoTokens(sample.text, sample.tokens).map(({ text, token }) => {
    if (token < 0) return text;
    const element = h("span", { class: "token", "data-token": token }, text === "\n" ? "↵\n" : text);
    if (text === "\n") element.classList.add("break");
    element.style.setProperty("--p", probability(sample, token).toFixed(3));
    return element;
  });
  const text = h(
    "p",
    {
      class: "sampleText",
      tabindex: 0,
      role: "group",
      "aria-label": `Sample of step ${sample.step}. Arrow keys read token by token.`,
    },
    h("span", { class: "prompt" }, sample.prompt + gapAfter(sample.prompt, sample.text, sample.tokens)),
    ...tokens,
  );
  const elements = tokens.filter((token) => typeof token !== "string");
  attachReading(text, elements, (token) => tokenReading(sample, token), reading, say);
  return h("div", { class: "sampleBody" }, text, reading);
}

const probability = (sample: Sample, token: number): number => sample.probabilities[token] ?? 0;

function tokenReading(sample: Sample, token: number): string {
  const p = probability(sample, token);
  return `“${printableToken(sample.tokens[token] ?? "")}”   p = ${formatNumber(p)}   ${formatNumber(bits(p), 3)} bits`;
}

function attachReading(
  text: HTMLElement,
  elements: readonly HTMLElement[],
  read: (token: number) => string,
  reading: HTMLElement,
  say: (text: string) => void,
): void {
  let current = -1;
  const mark = (next: number): void => {
    elements[current]?.classList.remove("current");
    current = next;
    elements[current]?.classList.add("current");
    setText(reading, current < 0 ? "" : read(current));
  };
  text.addEventListener("pointerover", (event) => {
    const token = event.target instanceof HTMLElement ? event.target.dataset.token : undefined;
    if (token !== undefined) mark(Number(token));
  });
  text.addEventListener("pointerleave", () => mark(-1));
  text.addEventListener("blur", () => mark(-1));
  text.addEventListener("keydown", (event) => {
    const by = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (by === 0 || elements.length === 0) return;
    event.preventDefault();
    mark(Math.max(0, Math.min(elements.length - 1, current + by)));
    say(read(current));
  });
}

/** What the bars mean. */
export function probabilityLegend(): HTMLElement {
  const steps = [0, 0.25, 0.5, 0.75, 1].map((p) => {
    const element = h("span", { class: "swatch" });
    element.style.setProperty("--p", String(p));
    return element;
  });
  return h("p", { class: "legend", "aria-hidden": "true" }, "probability 0 ", ...steps, " 1");
}

export function sampleArticle(sample: Sample, say: (text: string) => void): HTMLElement {
  const step = h("h3", { class: "sampleStep" }, `step ${sample.step.toLocaleString("en-US")}`);
  return h("article", { class: "sample" }, step, sampleText(sample, say));
}
