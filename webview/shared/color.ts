/// <reference path="./culori.d.ts" />
import { converter, modeLrgb, modeOklab, modeRgb, type Oklab, type Rgb, useMode, wcagContrast } from "culori/fn";

useMode(modeRgb);
useMode(modeLrgb);
useMode(modeOklab);
const toOklab = converter("oklab");
const toRgb = converter("rgb");

/** A colour as bytes, 0 to 255. */
export type Bytes = readonly [red: number, green: number, blue: number];

const byte = (channel: number): number => Math.round(255 * Math.min(1, Math.max(0, channel)));

/** The colour in OKLab; what no parser knows (an empty variable) becomes `fallback`. */
export function oklab(color: string, fallback = "#808080"): Oklab {
  return toOklab(color) ?? toOklab(fallback)!;
}

export function bytes(color: string | Oklab): Bytes {
  const { r, g, b } = toRgb(color) ?? { r: 0.5, g: 0.5, b: 0.5 };
  return [byte(r), byte(g), byte(b)];
}

export const css = ([red, green, blue]: Bytes): string => `rgb(${red}, ${green}, ${blue})`;

/** `amount` 0 is `from`, 1 is `to`, in between evenly spaced for the eye. */
export function mix(from: Oklab, to: Oklab, amount: number): Oklab {
  const between = (start: number, end: number): number => start + (end - start) * amount;
  return { mode: "oklab", l: between(from.l, to.l), a: between(from.a, to.a), b: between(from.b, to.b) };
}

/** A translucent colour laid upon an opaque one: canvases and contrast sums need opaque colours. */
export function flatten(color: string, background: string): string {
  const top = toRgb(color);
  const below = toRgb(background);
  if (top === undefined || below === undefined) return color;
  const alpha = top.alpha ?? 1;
  const over = (one: number, other: number): number => one * alpha + other * (1 - alpha);
  return css(bytes(css([byte(over(top.r, below.r)), byte(over(top.g, below.g)), byte(over(top.b, below.b))])));
}

/** The colour without its translucence: VS Code's own themes give `charts-orange` a third of its strength, made for a minimap. */
export function opaque(color: string): string {
  return toRgb(color) === undefined ? color : css(bytes(color));
}

/** Hue angle in OKLab, degrees from 0 to 360. */
export function hue(color: string): number {
  const { a, b } = oklab(color);
  return ((Math.atan2(b, a) * 180) / Math.PI + 360) % 360;
}

/** Colourfulness in OKLab; below about 0.04 the eye sees grey. */
export function chroma(color: string): number {
  const { a, b } = oklab(color);
  return Math.hypot(a, b);
}

export const contrast = (one: string, other: string): number => wcagContrast(one, other);

/** `color`, moved towards `foreground` just as far as text needs to be readable upon `background` (WCAG AA, 4.5 : 1). */
export function readable(color: string, foreground: string, background: string): string {
  const from = oklab(color);
  const to = oklab(foreground);
  for (let amount = 0; amount < 1; amount += 0.05) {
    const candidate = css(bytes(mix(from, to, amount)));
    if (contrast(candidate, background) >= 4.6) return candidate;
  }
  return foreground;
}

export type { Oklab, Rgb };
