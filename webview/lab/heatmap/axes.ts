import { type Box, cellBox } from "./layout.ts";
import type { Paint } from "./paint.ts";
import type { Rectangle } from "./rectangle.ts";
import { type Tick, ticks } from "./ticks.ts";

export type Names = (index: number) => string;

const rowPitch = 11;
const fontSize = 10;

/** Names of the rows, right-aligned in the gutter; as many as have room. */
export function paintRowNames(paint: Paint, box: Box, view: Rectangle, name: Names): void {
  const { context, theme } = paint;
  const cell = box.height / (view.rows[1] - view.rows[0]);
  context.font = `${fontSize}px ${theme.numberFont}`;
  context.textAlign = "right";
  context.textBaseline = "middle";
  for (const tick of ticks(view.rows[0], view.rows[1], cell, rowPitch, name)) {
    const y = cellBox(box, view, tick.index, view.columns[0]).top + cell / 2;
    write(paint, tick, box.left - 8, y + 0.5);
    context.fillStyle = theme.muted;
    context.fillRect(box.left - 5, snap(paint, y), 3, 1 / paint.pixelRatio);
  }
}

/** Names of the columns below a block. */
export function paintColumnNames(paint: Paint, box: Box, view: Rectangle, name: Names, label: number): void {
  const { context, theme } = paint;
  const cell = box.width / (view.columns[1] - view.columns[0]);
  context.font = `${fontSize}px ${theme.numberFont}`;
  context.textAlign = "center";
  context.textBaseline = "top";
  const bottom = box.top + box.height;
  for (const tick of ticks(view.columns[0], view.columns[1], cell, label, name)) {
    const x = box.left + (tick.index - view.columns[0] + 0.5) * cell;
    write(paint, tick, x, bottom + 4);
    context.fillStyle = theme.muted;
    context.fillRect(snap(paint, x), bottom + 1, 1 / paint.pixelRatio, 2);
  }
}

function write(paint: Paint, tick: Tick, x: number, y: number): void {
  paint.context.fillStyle = paint.theme.muted;
  paint.context.fillText(tick.text, x, y);
}

const snap = ({ pixelRatio }: Paint, at: number): number => Math.floor(at * pixelRatio) / pixelRatio;

/** A frame around the cell that is pointed at, and marks at the edges of its row and column. */
export function paintCursor(paint: Paint, box: Box, view: Rectangle, row: number, column: number, strong: boolean): void {
  const { context, theme } = paint;
  const at = cellBox(box, view, row, column);
  const width = Math.max(at.width, 4);
  const height = Math.max(at.height, 4);
  const left = Math.round(at.left + at.width / 2 - width / 2);
  const top = Math.round(at.top + at.height / 2 - height / 2);
  context.lineWidth = 1;
  if (strong) {
    context.strokeStyle = theme.background;
    context.strokeRect(left - 0.5, top - 0.5, Math.round(width) + 1, Math.round(height) + 1);
  }
  context.strokeStyle = theme.foreground;
  context.setLineDash(strong ? [] : [2, 2]);
  context.strokeRect(left - 1.5, top - 1.5, Math.round(width) + 3, Math.round(height) + 3);
  context.setLineDash([]);
}
