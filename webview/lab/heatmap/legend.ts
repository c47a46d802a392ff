import type { TensorPicture } from "../../../engine/worker/protocol.ts";
import { tickText } from "../../shared/extent.ts";
import type { Hue } from "../../shared/hues.ts";
import { position } from "../../shared/range.ts";
import { colorAt, entryOf } from "../../shared/scale.ts";
import type { Paint } from "./paint.ts";
import type { Block } from "./shown.ts";

const strip = 8;
const scaleWidth = 62;
/** Fewer numbers than this in a gate make no curve. */
const enoughForLines = 400;

/**
 * The scale as a strip of colour, positive above, and beside it how many elements lie where: the whole parameter filled,
 * each gate as a line in its colour. The strip is as long as the numbers reach; beyond the marked range the colour is full.
 */
export function paintLegend(
  paint: Paint,
  width: number,
  height: number,
  pictures: readonly TensorPicture[],
  blocks: readonly Block[],
): void {
  const bins = sumOfBins(pictures);
  const largest = pictures[0]?.largest ?? 0;
  if (bins === null || !(largest > 0)) return;
  const full = Math.max(paint.range, largest);
  paintStrip(paint, height, full);
  paintScaleNumbers(paint, height, full, largest);
  const share = largest / full;
  const area = { left: scaleWidth, width: width - scaleWidth - 1, top: (height * (1 - share)) / 2, height: height * share };
  paintBins(paint, area, bins);
  const total = bins.reduce((sum, count) => sum + count, 0);
  if (pictures.length < 2 || total < enoughForLines * pictures.length) return;
  for (const picture of pictures) {
    const block = blocks.find(({ gate }) => gate !== null && gate.symbol === picture.view.gate);
    if (block !== undefined) paintGateLine(paint, area, picture, block.hue, Math.max(...bins) / pictures.length);
  }
}

interface Area {
  readonly left: number;
  readonly width: number;
  readonly top: number;
  readonly height: number;
}

function paintStrip(paint: Paint, height: number, full: number): void {
  const { context, theme, pixelRatio } = paint;
  const rows = Math.round(height * pixelRatio);
  for (let row = 0; row < rows; row++) {
    const value = full * (1 - (2 * (row + 0.5)) / rows);
    context.fillStyle = colorAt(theme.diverging, entryOf(position(value, paint.range, paint.contrast)));
    context.fillRect(0, row / pixelRatio, strip, 1.01 / pixelRatio);
  }
  context.strokeStyle = theme.hairline;
  context.lineWidth = 1;
  context.strokeRect(0.5, 0.5, strip - 1, height - 1);
}

/** The range on both sides of zero; `≥` where numbers lie beyond it. */
function paintScaleNumbers(paint: Paint, height: number, full: number, largest: number): void {
  const { context, theme, range } = paint;
  context.font = `10px ${theme.numberFont}`;
  context.textAlign = "left";
  context.textBaseline = "middle";
  context.fillStyle = theme.muted;
  const away = (height * range) / full / 2;
  const mark = (value: number, text: string): void => {
    const y = (height * (1 - value / full)) / 2;
    const apart = Math.sign(y - height / 2) * Math.max(away, 6);
    context.fillRect(strip, Math.round(y), 3, 1);
    context.fillText(text, strip + 5, Math.min(height - 5, Math.max(6, height / 2 + apart + 0.5)));
  };
  const beyond = largest > range;
  mark(range, `${beyond ? "≥" : "+"}${tickText(range)}`);
  mark(-range, `${beyond ? "≤" : ""}${tickText(-range)}`);
  if (away >= 12) mark(0, "0");
}

/** All gates' bins together; null before the first picture. */
export function sumOfBins(pictures: readonly TensorPicture[]): Float32Array | null {
  const first = pictures[0];
  if (first === undefined) return null;
  const sum = new Float32Array(first.histogram.length);
  for (const picture of pictures) for (let k = 0; k < sum.length; k++) sum[k] = sum[k]! + (picture.histogram[k] ?? 0);
  return sum;
}

function paintBins(paint: Paint, area: Area, bins: Float32Array): void {
  const { context, theme, pixelRatio } = paint;
  const most = Math.max(...bins, 1);
  const snap = (at: number): number => Math.round(at * pixelRatio) / pixelRatio;
  context.globalAlpha = theme.highContrast ? 0.6 : 0.28;
  context.fillStyle = theme.foreground;
  bins.forEach((count, k) => {
    const bottom = snap(area.top + area.height * (1 - k / bins.length));
    const top = snap(area.top + area.height * (1 - (k + 1) / bins.length));
    context.fillRect(area.left, top, (count / most) * area.width, bottom - top);
  });
  context.globalAlpha = 1;
}

function paintGateLine(paint: Paint, area: Area, picture: TensorPicture, hue: Hue, most: number): void {
  const { context, theme } = paint;
  const bins = picture.histogram;
  context.strokeStyle = theme.hues[hue];
  context.lineWidth = 1;
  context.beginPath();
  bins.forEach((count, k) => {
    const x = area.left + Math.min(1, count / most) * area.width;
    const y = area.top + area.height * (1 - (k + 0.5) / bins.length);
    if (k === 0) context.moveTo(x, y);
    else context.lineTo(x, y);
  });
  context.stroke();
}
