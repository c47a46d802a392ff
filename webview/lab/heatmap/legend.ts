import type { TensorPicture } from "../../../engine/worker/protocol.ts";
import { formatNumber } from "../../shared/numbers.ts";
import { position } from "../../shared/range.ts";
import { colorAt, entryOf } from "../../shared/scale.ts";
import type { Paint } from "./paint.ts";

const strip = 8;
const scaleWidth = 62;

/**
 * The scale as a strip of colour from +range (top) to -range, and beside it how many elements lie where: the whole
 * parameter filled, each gate as a line in its colour.
 */
export function paintLegend(paint: Paint, width: number, height: number, pictures: readonly TensorPicture[]): void {
  paintStrip(paint, height);
  paintScaleNumbers(paint, height);
  const bins = sumOfBins(pictures);
  const largest = pictures[0]?.largest ?? 0;
  if (bins === null || largest <= 0) return;
  const share = Math.min(1, largest / paint.range);
  const area = { left: scaleWidth, width: width - scaleWidth, top: (height * (1 - share)) / 2, height: height * share };
  paintBins(paint, area, bins);
  if (pictures.length > 1)
    for (const picture of pictures) paintGateLine(paint, area, picture, Math.max(...bins) / pictures.length);
}

interface Area {
  readonly left: number;
  readonly width: number;
  readonly top: number;
  readonly height: number;
}

function paintStrip(paint: Paint, height: number): void {
  const { context, theme, pixelRatio } = paint;
  const rows = Math.round(height * pixelRatio);
  for (let row = 0; row < rows; row++) {
    const value = paint.range * (1 - (2 * (row + 0.5)) / rows);
    context.fillStyle = colorAt(theme.diverging, entryOf(position(value, paint.range, paint.contrast)));
    context.fillRect(0, row / pixelRatio, strip, 1.01 / pixelRatio);
  }
  context.strokeStyle = theme.hairline;
  context.lineWidth = 1;
  context.strokeRect(0.5, 0.5, strip - 1, height - 1);
}

function paintScaleNumbers(paint: Paint, height: number): void {
  const { context, theme } = paint;
  context.font = `10px ${theme.numberFont}`;
  context.textAlign = "left";
  context.fillStyle = theme.muted;
  const write = (text: string, y: number, baseline: CanvasTextBaseline): void => {
    context.textBaseline = baseline;
    context.fillText(text, strip + 5, y);
  };
  write(`+${formatNumber(paint.range, 2)}`, 0.5, "top");
  write(formatNumber(-paint.range, 2), height - 0.5, "bottom");
  if (height >= 44) write("0", height / 2, "middle");
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

function paintGateLine(paint: Paint, area: Area, picture: TensorPicture, most: number): void {
  const { context, theme } = paint;
  const { gate } = picture.view;
  if (gate === null) return;
  const bins = picture.histogram;
  context.strokeStyle = theme.gates[gate];
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
