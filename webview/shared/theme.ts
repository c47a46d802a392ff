import { bytes, chroma, contrast, css, flatten, hue, mix, oklab, opaque, readable } from "./color.ts";
import { type Hue, hueNames } from "./hues.ts";
import { type ColorScale, divergingScale, unsignedScale } from "./scale.ts";

/** What VS Code's theme says, resolved to opaque colours for canvases and colour scales. */
export interface Theme {
  readonly dark: boolean;
  readonly highContrast: boolean;
  readonly reducedMotion: boolean;
  readonly background: string;
  readonly foreground: string;
  readonly muted: string;
  readonly hairline: string;
  /** Lines of a chart's grid: hairlines, but never as loud as high contrast's borders. */
  readonly grid: string;
  readonly focus: string;
  readonly error: string;
  /** One colour a gate and a state, everywhere: `hues.ts` says which is whose. */
  readonly hues: Readonly<Record<Hue, string>>;
  readonly diverging: ColorScale;
  readonly unsigned: ColorScale;
  /** Families for `CanvasRenderingContext2D.font`. */
  readonly numberFont: string;
  readonly textFont: string;
}

export type Read = (variable: string) => string;
export type Surface = "editor" | "sideBar";

/** On black the eye sees no colour at all below this share of it. */
const fromBlack = 0.24;

/**
 * VS Code's palette for charts ends before ours: hue angles in OKLab that lie between its colours, far from the red of errors. The green of
 * some themes is as yellow as our lime, which then lies on its other side.
 */
const anglesBeside = (green: string) => ({ teal: 205, pink: 345, lime: hue(green) < 135 ? 165 : 120, indigo: 285 });

function palette(chart: (color: string) => string, dark: boolean): Readonly<Record<Hue, string>> {
  const angles: Readonly<Record<string, number>> = anglesBeside(chart("green"));
  const lightness = (oklab(chart("purple")).l + oklab(chart("green")).l) / 2;
  const at = (angle: number): string => {
    const radians = (angle * Math.PI) / 180;
    return css(bytes({ mode: "oklab", l: lightness, a: 0.13 * Math.cos(radians), b: 0.13 * Math.sin(radians) }));
  };
  const hues = hueNames.map((name) => [name, angles[name] === undefined ? chart(name) : at(angles[name])]);
  const known = Object.fromEntries(hues) as Record<Hue, string>;
  return { ...known, orange: orange(known.orange, dark) };
}

/** The high contrast themes have no orange, and some themes give the name to another hue: then the sign of a number could not be seen. */
function orange(given: string, dark: boolean): string {
  const isOrange = chroma(given) > 0.04 && hue(given) > 25 && hue(given) < 100;
  return isOrange ? given : dark ? "#f38518" : "#b35900";
}

/** Light themes describe in the same colour as they write; what is less important is to look so, and still be readable. */
function quieter(given: string, foreground: string, background: string): string {
  if (contrast(given, foreground) > 1.25) return given;
  for (let amount = 0.35; amount > 0; amount -= 0.05) {
    const candidate = css(bytes(mix(oklab(foreground), oklab(background), amount)));
    if (contrast(candidate, background) >= 4.8) return candidate;
  }
  return given;
}

/** @param read gives a `--vscode-…` variable's value; empty where the theme has none. */
export function themeFrom(read: Read, surface: Surface, bodyClasses: readonly string[], reducedMotion: boolean): Theme {
  const kind = (name: string): boolean => bodyClasses.includes(name);
  const dark = !kind("vscode-light") && !kind("vscode-high-contrast-light");
  const background =
    read(`--vscode-${surface}-background`) || read("--vscode-editor-background") || (dark ? "#1f1f1f" : "#ffffff");
  const solid = (fallback: string, ...variables: string[]): string =>
    flatten(variables.map((variable) => read(`--vscode-${variable}`)).find((value) => value !== "") ?? fallback, background);
  const foreground = solid(dark ? "#cccccc" : "#3b3b3b", "foreground", "editor-foreground");
  const hairline = solid(dark ? "#2b2b2b" : "#e5e5e5", "contrastBorder", "panel-border");
  const highContrast = kind("vscode-high-contrast");
  const error = solid("#f14c4c", "charts-red", "errorForeground");
  const chart = (color: string): string => opaque(read(`--vscode-charts-${color}`) || foreground);
  const hues = palette(chart, dark);
  return {
    dark,
    highContrast,
    reducedMotion: reducedMotion || kind("vscode-reduce-motion"),
    background,
    foreground,
    muted: quieter(solid(foreground, "descriptionForeground"), foreground, background),
    hairline,
    grid: highContrast ? css(bytes(mix(oklab(background), oklab(foreground), 0.3))) : hairline,
    focus: solid(hues.blue, "focusBorder"),
    error,
    hues,
    diverging: divergingScale(hues.blue, background, hues.orange, error, highContrast && dark ? fromBlack : 0),
    unsigned: unsignedScale(background, foreground, error),
    numberFont: read("--vscode-editor-font-family") || "monospace",
    textFont: read("--vscode-font-family") || "sans-serif",
  };
}

export function readTheme(surface: Surface): Theme {
  const style = getComputedStyle(document.documentElement);
  const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  return themeFrom((name) => style.getPropertyValue(name).trim(), surface, [...document.body.classList], still);
}

/** The colours for style sheets: `--hue-blue` for shapes, `--hue-blue-text` readable as text. */
export function publishTheme(theme: Theme): void {
  const { style } = document.body;
  for (const [hue, color] of Object.entries(theme.hues)) {
    style.setProperty(`--hue-${hue}`, color);
    style.setProperty(`--hue-${hue}-text`, readable(color, theme.foreground, theme.background));
  }
  style.setProperty("--surface", theme.background);
  style.setProperty("--muted", theme.muted);
  style.setProperty("--error-text", readable(theme.error, theme.foreground, theme.background));
}

/** Tells the theme now and whenever VS Code changes it: it rewrites the root element's style and the body's classes. */
export function followTheme(surface: Surface, use: (theme: Theme) => void): void {
  let seen = "";
  const tell = (): void => {
    const now = `${document.documentElement.style.cssText}|${document.body.className}`;
    if (now === seen) return;
    seen = now;
    const theme = readTheme(surface);
    publishTheme(theme);
    use(theme);
  };
  const observer = new MutationObserver(tell);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ["style", "class"] });
  observer.observe(document.body, { attributes: true, attributeFilter: ["class"] });
  tell();
}
