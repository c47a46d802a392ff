import { formatNumber } from "../../engine/words/numbers.ts";
import { begin } from "../shared/canvas.ts";
import { h } from "../shared/dom.ts";
import type { Hue } from "../shared/hues.ts";
import type { Theme } from "../shared/theme.ts";
import { type FlowScale, flowBars, tokenAt } from "./flowBars.ts";

/** One cell's state: a bar for each token, the last one at the left. */
export interface Flow {
  readonly title: string;
  /** Such as `dh`. */
  readonly quantity: string;
  readonly reversed: boolean;
  readonly hue: Hue;
  /** At t = 1 … T, in the cell's own order. */
  readonly norms: Float32Array;
}

/** Called with the token that is pointed at, counted from 1, or null. */
export type Point = (token: number | null, spoken: boolean) => void;

export class FlowRow {
  readonly root: HTMLElement;
  private readonly canvas = h("canvas", { class: "flowBars" });
  private readonly target: HTMLElement;
  private flow: Flow;
  private pointed: number | null = null;

  constructor(flow: Flow, point: Point) {
    this.flow = flow;
    const label = `${flow.title}: the gradient's norm at each step. Left and right arrow keys read single steps.`;
    const role = { role: "application", "aria-roledescription": "bar chart" };
    this.target = h("div", { class: "flowTarget", tabindex: 0, ...role, "aria-label": label }, this.canvas);
    this.root = h("div", { class: "flowRow" }, h("p", { class: "flowName" }, flow.title), this.target);
    this.attach(point);
  }

  /** @param token that is pointed at in this row */
  draw(flow: Flow, theme: Theme, range: readonly [number, number], scale: FlowScale, token: number | null): void {
    this.flow = flow;
    this.pointed = token;
    const context = begin(this.canvas);
    if (context === null) return;
    const { clientWidth: width, clientHeight: height } = this.canvas;
    context.fillStyle = theme.hairline;
    context.fillRect(0, height - 1, width, 1);
    context.fillStyle = theme.hues[flow.hue];
    paintBars(context, width, height, flowBars(flow.norms, flow.reversed, range, scale, width));
    if (token === null) return;
    context.fillStyle = theme.focus;
    context.fillRect(Math.round(((this.steps - token + 0.5) / this.steps) * width), 0, 1, height);
  }

  read(token: number): string {
    const { title, quantity, reversed, norms } = this.flow;
    const own = tokenAt(token, this.steps, reversed);
    const step = reversed ? ` (its step ${own})` : "";
    return `${title}  t = ${token}${step}  ‖${quantity}‖ ${formatNumber(norms[own - 1] ?? Number.NaN)}`;
  }

  private get steps(): number {
    return this.flow.norms.length;
  }

  private attach(point: Point): void {
    const { target } = this;
    const within = (token: number): number => Math.max(1, Math.min(this.steps, token));
    target.addEventListener("pointermove", (event) => {
      const edge = target.getBoundingClientRect();
      point(within(this.steps - Math.floor(((event.clientX - edge.left) / edge.width) * this.steps)), false);
    });
    target.addEventListener("pointerleave", () => point(null, false));
    target.addEventListener("blur", () => point(null, false));
    target.addEventListener("keydown", (event) => {
      const by = event.key === "ArrowRight" ? -1 : event.key === "ArrowLeft" ? 1 : 0;
      if (by === 0) return;
      event.preventDefault();
      point(within(this.pointed === null ? this.steps : this.pointed + by), true);
    });
  }
}

const widestBar = 16;

function paintBars(context: CanvasRenderingContext2D, width: number, height: number, bars: readonly number[]): void {
  const pitch = width / bars.length;
  const gap = pitch >= 3 ? 1 : 0;
  bars.forEach((share, k) => {
    const spare = Math.max(0, pitch - gap - widestBar) / 2;
    const left = Math.round(k * pitch + spare);
    const bar = share * (height - 1);
    context.fillRect(left, height - 1 - bar, Math.round((k + 1) * pitch - spare) - left - gap, bar);
  });
}
