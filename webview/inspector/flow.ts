import type { CellFlow } from "../../engine/training/report.ts";
import { formatNumber } from "../../engine/words/numbers.ts";
import { type Choice, dropdown } from "../shared/components.ts";
import { h, setText } from "../shared/dom.ts";
import { type Hue, huesOf } from "../shared/hues.ts";
import { cellPartAt, type Part } from "../shared/parts.ts";
import type { Theme } from "../shared/theme.ts";
import { type FlowScale, flowRange } from "./flowBars.ts";
import { type Flow, FlowRow } from "./flowRow.ts";

export interface FlowChoice {
  /** A state's gradient, such as `dh`. */
  quantity: string;
  scale: FlowScale;
}

const meanings: Readonly<Record<string, string>> = { h: "the hidden state", c: "the cell state" };

/** The gradient's way back through time: a bar a token, the last token at the left, cell upon cell under one scale. */
export class FlowSection {
  readonly root: HTMLElement;
  private readonly rowsRoot = h("div", { class: "flowRows" });
  private readonly meaning = h("p", { class: "hint" });
  private readonly reading = h("p", { class: "reading" });
  private readonly quantities: Choice;
  private readonly choice: FlowChoice;
  private readonly say: (text: string) => void;
  private rows: FlowRow[] = [];
  private built = "";
  private report: { readonly flow: readonly CellFlow[]; readonly whole: Part; readonly theme: Theme } | null = null;
  private pointed: { readonly row: number; readonly token: number } | null = null;

  constructor(choice: FlowChoice, changed: () => void, say: (text: string) => void) {
    this.choice = choice;
    this.say = say;
    const redraw = (): void => {
      changed();
      this.draw();
    };
    this.quantities = dropdown("Quantity", (value) => {
      choice.quantity = value;
      redraw();
    });
    const scales = dropdown("Scale", (value) => {
      choice.scale = value as FlowScale;
      redraw();
    });
    const offered = [
      { value: "log", text: "log scale" },
      { value: "linear", text: "linear scale" },
    ];
    scales.offer(offered, choice.scale);
    const controls = h("div", { class: "flowControls" }, this.quantities.element, scales.element);
    const heading = h("h2", {}, "Back through time");
    this.root = h("section", { class: "flow" }, heading, controls, this.rowsRoot, this.reading, this.meaning);
    new ResizeObserver(() => this.draw()).observe(this.rowsRoot);
  }

  update(theme: Theme, flow: readonly CellFlow[], whole: Part): void {
    this.report = { theme, flow, whole };
    this.draw();
  }

  private draw(): void {
    if (this.report === null) return;
    const { theme, flow, whole } = this.report;
    const names = [...new Set(flow.flatMap(({ states }) => states.map(({ name }) => `d${name}`)))];
    const quantity = names.includes(this.choice.quantity) ? this.choice.quantity : (names[0] ?? "dh");
    this.quantities.offer(
      names.map((name) => ({ value: name, text: name })),
      quantity,
    );
    const flows = flowsOf(flow, whole, quantity);
    this.build(flows);
    const { scale } = this.choice;
    const range = flowRange(
      flows.map(({ norms }) => norms),
      scale,
    );
    this.rows.forEach((row, k) => {
      row.draw(flows[k]!, theme, range, scale, this.pointed?.row === k ? this.pointed.token : null);
    });
    this.describe(quantity, range);
    this.read();
  }

  private describe(quantity: string, range: readonly [number, number]): void {
    const name = quantity.slice(1);
    const [word, from] = this.choice.scale === "log" ? ["Logarithmic", formatNumber(range[0], 2)] : ["Linear", "0"];
    const what = `‖∂L/∂${name}ₜ‖, what reaches ${meanings[name] ?? `the state ${name}`}`;
    setText(this.meaning, `${what}. ${word}, from ${from} to ${formatNumber(range[1], 2)}.`);
  }

  /** Those that read one way below an axis that says which way. */
  private build(flows: readonly Flow[]): void {
    const key = JSON.stringify(flows.map(({ norms, ...rest }) => [rest, norms.length]));
    if (key === this.built) return;
    this.built = key;
    this.pointed = null;
    this.rows = flows.map((flow, row) => new FlowRow(flow, (token, spoken) => this.point(row, token, spoken)));
    const lines = flows.flatMap((flow, k) => {
      const first = k === 0 || flows[k - 1]!.reversed !== flow.reversed;
      return first ? [axis(flow), this.rows[k]!.root] : [this.rows[k]!.root];
    });
    this.rowsRoot.replaceChildren(...lines);
  }

  private point(row: number, token: number | null, spoken: boolean): void {
    this.pointed = token === null ? null : { row, token };
    this.draw();
    if (spoken) this.say(this.reading.textContent ?? "");
  }

  private read(): void {
    setText(this.reading, this.pointed === null ? "" : (this.rows[this.pointed.row]?.read(this.pointed.token) ?? ""));
  }
}

/** The cells that have this state, those that read forward first, and of each kind the top one first, as the gradient meets them. */
function flowsOf(flow: readonly CellFlow[], whole: Part, quantity: string): readonly Flow[] {
  const found = flow.toReversed().flatMap(({ path, reversed, states }): Flow[] => {
    const state = states.find(({ name }) => `d${name}` === quantity);
    if (state === undefined) return [];
    const part = cellPartAt(whole, path);
    const hue: Hue = huesOf(part?.node?.cell ?? { gates: [], states }).state(state.name);
    return [{ title: part?.title ?? path, quantity, reversed, hue, norms: state.norms }];
  });
  return found.toSorted((one, other) => Number(one.reversed) - Number(other.reversed));
}

/** The arrow shows how the cells read; the gradient comes against it. */
function axis({ reversed, norms }: Flow): HTMLElement {
  const ends = [`t = ${norms.length}${reversed ? "" : " ◀"}`, `${reversed ? "▶ " : ""}1`];
  const [from, to] = ends.map((text) => h("span", {}, text));
  return h("p", { class: "direction" }, from!, h("span", { class: "arrow" }), to!);
}
