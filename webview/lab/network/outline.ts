import { formatCount } from "../../../engine/words/numbers.ts";
import { h, setAttribute } from "../../shared/dom.ts";
import { outlineOf, type Part, weightsIn } from "../../shared/parts.ts";

/** A model's parts from the input on, one a line: what it is, what it reads and writes, how many weights it holds. */
export class Outline {
  readonly root = h("table", { class: "outline" });
  private readonly choose: (part: Part) => void;
  private rows: { readonly part: Part; readonly row: HTMLElement; readonly button: HTMLElement }[] = [];

  constructor(choose: (part: Part) => void) {
    this.choose = choose;
  }

  build(whole: Part): void {
    this.rows = outlineOf(whole).map(({ part, depth }) => this.row(part, depth));
    const heads = ["part", "kind", "in → out", "weights"].map((name) => h("th", { scope: "col" }, name));
    const total = h(
      "tr",
      {},
      h("th", { scope: "row" }, "all"),
      h("td", {}),
      h("td", {}),
      h("td", {}, formatCount(weightsIn(whole))),
    );
    const body = h("tbody", {}, ...this.rows.map(({ row }) => row));
    this.root.replaceChildren(h("thead", {}, h("tr", {}, ...heads)), body, h("tfoot", {}, total));
  }

  mark(chosen: Part): void {
    for (const { part, row, button } of this.rows) {
      row.classList.toggle("chosen", part === chosen);
      setAttribute(button, "aria-pressed", String(part === chosen));
    }
  }

  private row(part: Part, depth: number) {
    const { node } = part;
    const button = h("button", { type: "button" }, part.title);
    const sizes = node === null ? "" : `${formatCount(node.inputSize)} → ${formatCount(node.outputSize)}`;
    const kind = part.kind === part.title ? "" : part.kind;
    const title = h("th", { scope: "row" }, button);
    title.style.setProperty("--depth", String(depth));
    const cells = [kind, sizes, formatCount(weightsIn(part))].map((text) => h("td", {}, text));
    const row = h("tr", {}, title, ...cells);
    row.addEventListener("click", () => this.choose(part));
    return { part, row, button };
  }
}
