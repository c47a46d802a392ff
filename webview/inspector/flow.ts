import type { LayerFlow } from "../../engine/training/report.ts";
import { formatNumber } from "../../engine/words/numbers.ts";
import { begin } from "../shared/canvas.ts";
import { dropdown } from "../shared/components.ts";
import { h, setText } from "../shared/dom.ts";
import type { Theme } from "../shared/theme.ts";
import { type FlowScale, flowBars, flowRange } from "./flowBars.ts";

export type FlowQuantity = "dh" | "dc";

export interface FlowChoice {
  quantity: FlowQuantity;
  scale: FlowScale;
}

const meanings: Readonly<Record<FlowQuantity, string>> = {
  dh: "‖∂L/∂hₜ‖, what reaches the hidden state",
  dc: "‖∂L/∂cₜ‖, what reaches the cell state",
};

/** The gradient's way back through time: a bar a step, the last step at the left, layer upon layer under one scale. */
export class FlowSection {
  readonly root: HTMLElement;
  private readonly from = h("span", {});
  private readonly direction = h("p", { class: "direction" }, this.from, h("span", { class: "arrow" }), h("span", {}, "1"));
  private readonly layers = h("div", { class: "flowLayers" });
  private readonly meaning = h("p", { class: "hint" });
  private readonly reading = h("p", { class: "reading" });
  private readonly choice: FlowChoice;
  private readonly say: (text: string) => void;
  private canvases: HTMLCanvasElement[] = [];
  private flow: readonly LayerFlow[] = [];
  private theme: Theme | null = null;
  private pointed: { row: number; step: number } | null = null;

  constructor(choice: FlowChoice, changed: () => void, say: (text: string) => void) {
    this.choice = choice;
    this.say = say;
    const redraw = (): void => {
      changed();
      this.draw();
    };
    const quantity = dropdown("Quantity", (value) => {
      choice.quantity = value as FlowQuantity;
      redraw();
    });
    const scale = dropdown("Scale", (value) => {
      choice.scale = value as FlowScale;
      redraw();
    });
    const both = [
      { value: "dh", text: "dh" },
      { value: "dc", text: "dc" },
    ];
    const scales = [
      { value: "log", text: "log scale" },
      { value: "linear", text: "linear scale" },
    ];
    quantity.offer(both, choice.quantity);
    scale.offer(scales, choice.scale);
    const controls = h("div", { class: "flowControls" }, quantity.element, scale.element);
    this.root = h(
      "section",
      { class: "flow" },
      h("h2", {}, "Back through time"),
      controls,
      this.direction,
      this.layers,
      this.reading,
      this.meaning,
    );
    new ResizeObserver(() => this.draw()).observe(this.layers);
  }

  update(theme: Theme, flow: readonly LayerFlow[]): void {
    this.theme = theme;
    this.flow = flow;
    if (this.canvases.length !== flow.length) this.build();
    this.draw();
  }

  /** Top layer first, as the gradient meets them. */
  private build(): void {
    const rows = [...this.flow].reverse().map(({ layer }, row) => {
      const canvas = h("canvas", { class: "flowBars" });
      const target = h(
        "div",
        {
          class: "flowTarget",
          tabindex: 0,
          role: "application",
          "aria-roledescription": "bar chart",
          "aria-label": `Layer ${layer + 1}: the gradient's norm at each step. Left and right arrow keys read single steps.`,
        },
        canvas,
      );
      this.attach(target, row);
      return { canvas, element: h("div", { class: "flowRow" }, h("span", { class: "flowName" }, `layer ${layer + 1}`), target) };
    });
    this.canvases = rows.map(({ canvas }) => canvas);
    this.layers.replaceChildren(...rows.map(({ element }) => element));
  }

  private attach(target: HTMLElement, row: number): void {
    target.addEventListener("pointermove", (event) => {
      const edge = target.getBoundingClientRect();
      const steps = this.steps;
      this.point(row, steps - Math.floor(((event.clientX - edge.left) / edge.width) * steps));
    });
    target.addEventListener("pointerleave", () => this.leave());
    target.addEventListener("blur", () => this.leave());
    target.addEventListener("keydown", (event) => {
      const by = event.key === "ArrowRight" ? -1 : event.key === "ArrowLeft" ? 1 : 0;
      if (by === 0) return;
      event.preventDefault();
      this.point(row, this.pointed?.row === row ? this.pointed.step + by : this.steps);
      this.say(this.reading.textContent ?? "");
    });
  }

  private get steps(): number {
    return this.flow[0]?.dh.length ?? 0;
  }

  private point(row: number, step: number): void {
    this.pointed = { row, step: Math.max(1, Math.min(this.steps, step)) };
    this.draw();
  }

  private leave(): void {
    this.pointed = null;
    this.draw();
  }

  private draw(): void {
    const { theme, choice } = this;
    if (theme === null) return;
    const numbers = [...this.flow].reverse().map((flow) => flow[choice.quantity]);
    const range = flowRange(numbers, choice.scale);
    setText(this.from, `t = ${this.steps} ◀`);
    this.canvases.forEach((canvas, row) => {
      const context = begin(canvas);
      if (context !== null)
        paintBars(context, canvas, theme, this.color(theme), flowBars(numbers[row]!, range, choice.scale, canvas.clientWidth));
      if (context !== null && this.pointed?.row === row) this.mark(context, canvas, theme, this.pointed.step);
    });
    const from = choice.scale === "log" ? formatNumber(range[0], 2) : "0";
    setText(
      this.meaning,
      `${meanings[choice.quantity]}. ${choice.scale === "log" ? "Logarithmic" : "Linear"}, from ${from} to ${formatNumber(range[1], 2)}.`,
    );
    this.read(numbers);
  }

  private color(theme: Theme): string {
    return this.choice.quantity === "dh" ? theme.gates.h : theme.gates.c;
  }

  private mark(context: CanvasRenderingContext2D, canvas: HTMLCanvasElement, theme: Theme, step: number): void {
    const x = ((this.steps - step + 0.5) / this.steps) * canvas.clientWidth;
    context.fillStyle = theme.focus;
    context.fillRect(Math.round(x), 0, 1, canvas.clientHeight);
  }

  private read(numbers: readonly Float32Array[]): void {
    const { pointed } = this;
    const value = pointed === null ? undefined : numbers[pointed.row]?.[pointed.step - 1];
    const layer = this.flow.length - (pointed?.row ?? 0);
    const text =
      value === undefined ? "" : `layer ${layer}  t = ${pointed!.step}  ‖${this.choice.quantity}‖ ${formatNumber(value)}`;
    setText(this.reading, text);
  }
}

const widestBar = 16;

function paintBars(
  context: CanvasRenderingContext2D,
  canvas: HTMLCanvasElement,
  theme: Theme,
  color: string,
  bars: readonly number[],
): void {
  const { clientWidth: width, clientHeight: height } = canvas;
  const pitch = width / bars.length;
  const gap = pitch >= 3 ? 1 : 0;
  context.fillStyle = theme.hairline;
  context.fillRect(0, height - 1, width, 1);
  context.fillStyle = color;
  bars.forEach((share, k) => {
    const spare = Math.max(0, pitch - gap - widestBar) / 2;
    const left = Math.round(k * pitch + spare);
    const bar = share * (height - 1);
    context.fillRect(left, height - 1 - bar, Math.round((k + 1) * pitch - spare) - left - gap, bar);
  });
}
