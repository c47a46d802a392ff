import { button } from "../../shared/components.ts";
import { h } from "../../shared/dom.ts";
import { leavesOf, outlineOf, type Part, partWords } from "../../shared/parts.ts";
import type { RunState } from "../../shared/store.ts";
import { cellDrawing } from "./cellDrawing.ts";
import { formulaList } from "./formulas.ts";
import { Outline } from "./outline.ts";

/** *Network*: what the model is made of, and each cell as a picture and as formulas. */
export class NetworkTab {
  readonly root: HTMLElement;
  private readonly outline: Outline;
  private readonly detail = h("section", { class: "partDetail" });
  private readonly showWeights: (part: Part) => void;
  private whole: Part | null = null;
  /** By its id, which the next run of the same network has too. */
  private chosen: string | null = null;

  /** @param showWeights shows a part's weights in their tab */
  constructor(showWeights: (part: Part) => void) {
    this.showWeights = showWeights;
    this.outline = new Outline((part) => this.choose(part));
    this.root = h("div", { class: "networkTab" }, h("div", { class: "outlineFrame" }, this.outline.root), this.detail);
  }

  update({ parts }: RunState): void {
    if (parts === null || parts === this.whole) return;
    this.whole = parts;
    this.outline.build(parts);
    const all = outlineOf(parts).map(({ part }) => part);
    this.choose(all.find(({ id }) => id === this.chosen) ?? all.find(({ node }) => node?.cell) ?? all[0]!);
  }

  private choose(part: Part): void {
    this.chosen = part.id;
    this.outline.mark(part);
    this.detail.setAttribute("aria-label", part.title);
    const cell = part.node?.cell ?? null;
    const weights = leavesOf(part).length === 0 ? null : button("Show its weights", () => this.showWeights(part));
    this.detail.replaceChildren(
      ...[
        h("div", {}, h("h2", {}, part.title), h("p", { class: "hint" }, partWords(part))),
        cell && cellDrawing(cell, part.kind),
        cell && formulaList(cell),
        optionList(part),
        weights && h("div", { class: "actions" }, weights),
      ].filter((child) => child !== null),
    );
  }
}

/** What it was built with; what was left out and has no meaning then is not told. */
function optionList({ node }: Part): HTMLElement | null {
  const told = Object.entries(node?.options ?? {}).filter(([, value]) => value !== null && typeof value !== "object");
  if (told.length === 0) return null;
  const text = (value: unknown): string => (typeof value === "boolean" ? (value ? "yes" : "no") : String(value));
  return h("dl", { class: "options" }, ...told.flatMap(([name, value]) => [h("dt", {}, name), h("dd", {}, text(value))]));
}
