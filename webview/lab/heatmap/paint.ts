import type { TensorPicture } from "../../../engine/worker/protocol.ts";
import { bytes, contrast, css } from "../../shared/color.ts";
import { type Contrast, position } from "../../shared/range.ts";
import { colorAt, entryOf } from "../../shared/scale.ts";
import type { Theme } from "../../shared/theme.ts";
import { type Box, cellBox } from "./layout.ts";
import { numberStyle } from "./numberStyle.ts";
import type { Rectangle } from "./rectangle.ts";

export interface Paint {
  readonly context: CanvasRenderingContext2D;
  readonly theme: Theme;
  readonly pixelRatio: number;
  readonly range: number;
  readonly contrast: Contrast;
}

const scratch = document.createElement("canvas");

/** The part of `picture` that lies in `view`, at its place in `box`; cells keep hard edges. */
export function paintCells(paint: Paint, box: Box, view: Rectangle, picture: TensorPicture): void {
  const { context } = paint;
  drawOneToOne(paint, picture);
  const scaleX = box.width / (view.columns[1] - view.columns[0]);
  const scaleY = box.height / (view.rows[1] - view.rows[0]);
  const [top, bottom] = picture.view.rows;
  const [left, right] = picture.view.columns;
  context.save();
  context.beginPath();
  context.rect(box.left, box.top, box.width, box.height);
  context.clip();
  context.imageSmoothingEnabled = false;
  const x = box.left + (left - view.columns[0]) * scaleX;
  const y = box.top + (top - view.rows[0]) * scaleY;
  context.drawImage(scratch, 0, 0, picture.columns, picture.rows, x, y, (right - left) * scaleX, (bottom - top) * scaleY);
  context.restore();
}

function drawOneToOne(paint: Paint, picture: TensorPicture): void {
  const { words } = paint.theme.diverging;
  scratch.width = picture.columns;
  scratch.height = picture.rows;
  const context = scratch.getContext("2d")!;
  const image = context.createImageData(picture.columns, picture.rows);
  const pixels = new Uint32Array(image.data.buffer);
  for (let k = 0; k < pixels.length; k++) pixels[k] = words[entryOf(position(picture.data[k]!, paint.range, paint.contrast))]!;
  context.putImageData(image, 0, 0);
}

/** Calls `visit` for each cell of the view that `picture` holds one to one, with its value. */
function eachCell(view: Rectangle, picture: TensorPicture, visit: (row: number, column: number, value: number) => void): void {
  const [top, bottom] = picture.view.rows;
  const [left, right] = picture.view.columns;
  if (picture.rows !== bottom - top || picture.columns !== right - left) return;
  for (let row = Math.max(top, view.rows[0]); row < Math.min(bottom, view.rows[1]); row++) {
    for (let column = Math.max(left, view.columns[0]); column < Math.min(right, view.columns[1]); column++) {
      visit(row, column, picture.data[(row - top) * picture.columns + column - left]!);
    }
  }
}

/** Writes the numbers into their cells where there is room for what tells them apart. */
export function paintNumbers(paint: Paint, box: Box, view: Rectangle, picture: TensorPicture): boolean {
  const { context, theme } = paint;
  const cell = cellBox(box, view, view.rows[0], view.columns[0]);
  if (cell.height < 13) return false;
  context.font = `10px ${theme.numberFont}`;
  const digit = context.measureText("0").width;
  const style = numberStyle(paint.range, Math.floor((cell.width - 5) / digit));
  if (style === null) return false;
  context.textAlign = "right";
  context.textBaseline = "middle";
  eachCell(view, picture, (row, column, value) => {
    const at = cellBox(box, view, row, column);
    const color = colorAt(theme.diverging, entryOf(position(value, paint.range, paint.contrast)));
    context.fillStyle = inkUpon(color, theme);
    const right = at.left + (at.width + digit * style.characters) / 2;
    context.fillText(style.write(value), right, at.top + at.height / 2 + 0.5);
  });
  return true;
}

const inks = new Map<string, string>();

/** Foreground or background, whichever can be read better. */
function inkUpon(color: string, theme: Theme): string {
  const key = `${color}|${theme.foreground}|${theme.background}`;
  const known = inks.get(key);
  if (known !== undefined) return known;
  if (inks.size > 2000) inks.clear();
  const extremes = theme.dark ? [css(bytes("#ffffff")), css(bytes("#000000"))] : [css(bytes("#000000")), css(bytes("#ffffff"))];
  const [usual, other] = extremes as [string, string];
  const ink = contrast(usual, color) >= 4.5 ? usual : contrast(usual, color) > contrast(other, color) ? usual : other;
  inks.set(key, ink);
  return ink;
}

/** Below this the marks would outweigh the colours. */
const smallestMarked = 8;

/** High contrast: a hairline through each negative cell, so that the sign is not told by colour alone. */
export function paintMinusMarks(paint: Paint, box: Box, view: Rectangle, picture: TensorPicture): void {
  const { context, theme, pixelRatio } = paint;
  const cell = cellBox(box, view, view.rows[0], view.columns[0]);
  if (Math.min(cell.width, cell.height) < smallestMarked) return;
  context.fillStyle = theme.foreground;
  const line = 1 / pixelRatio;
  eachCell(view, picture, (row, column, value) => {
    if (!(value < -0.02 * paint.range)) return;
    const at = cellBox(box, view, row, column);
    const middle = Math.round((at.top + at.height / 2) * pixelRatio) / pixelRatio;
    context.fillRect(at.left + at.width * 0.25, middle, Math.max(line, at.width * 0.5), line);
  });
}
