import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { cellNodesOf } from "../../../engine/layers/networkNode.ts";
import { bytes, contrast, oklab } from "../../../webview/shared/color.ts";
import { huesOf } from "../../../webview/shared/hues.ts";
import { colorAt, entryOf } from "../../../webview/shared/scale.ts";
import { themeFrom } from "../../../webview/shared/theme.ts";

import { gru, plugin, story } from "../../webview/fixture/description.ts";

type ThemeFile = Record<string, { classes: string; variables: Record<string, string> }>;
const themes = JSON.parse(readFileSync(new URL("../../webview/themes.json", import.meta.url), "utf8")) as ThemeFile;

const distance = (one: string, other: string): number => {
  const from = oklab(one);
  const to = oklab(other);
  return Math.hypot(from.l - to.l, from.a - to.a, from.b - to.b);
};

describe.each(Object.entries(themes))("in %s", (_, { classes, variables }) => {
  const theme = themeFrom((name) => variables[name] ?? "", "editor", classes.split(" "), false);

  test("zero is exactly the panel's background, in both scales", () => {
    const ground = bytes(variables["--vscode-editor-background"]!);
    expect(bytes(colorAt(theme.diverging, entryOf(0)))).toEqual(ground);
    expect(bytes(colorAt(theme.unsigned, entryOf(0)))).toEqual(ground);
  });

  test("a larger number never looks smaller, on either side", () => {
    for (const sign of [-1, 1]) {
      let before = 0;
      for (let k = 1; k <= 127; k++) {
        const away = distance(colorAt(theme.diverging, entryOf((sign * k) / 127)), theme.background);
        // A byte of a colour is the grain: neighbours may be equal within it.
        expect(away).toBeGreaterThan(before - 0.004);
        before = away;
      }
      expect(before).toBeGreaterThan(0.25);
    }
  });

  test("blue is negative and orange is positive, and no theme makes them alike", () => {
    const negative = oklab(colorAt(theme.diverging, entryOf(-1)));
    const positive = oklab(colorAt(theme.diverging, entryOf(1)));
    expect(negative.b).toBeLessThan(-0.05);
    expect(positive.b).toBeGreaterThan(0.05);
  });

  test("what is no number has the colour of errors", () => {
    expect(bytes(colorAt(theme.diverging, entryOf(Number.NaN)))).toEqual(bytes(theme.error));
  });

  test("what is said quietly can still be read", () => {
    expect(contrast(theme.muted, theme.background)).toBeGreaterThan(4.5);
    expect(theme.muted).not.toBe(theme.foreground);
  });

  test.each([
    ["an LSTM", story],
    ["a GRU", gru],
    ["a cell with roles of its own", plugin],
  ] as const)("the colours of the gates and states of %s are opaque and different", (_cell, { network }) => {
    const cell = cellNodesOf(network)[0]!.cell!;
    const hues = huesOf(cell);
    const names = [...cell.gates.map(({ symbol }) => hues.gate(symbol)), ...cell.states.map(({ name }) => hues.state(name))];
    const colors = names.map((name) => theme.hues[name]);
    for (const [k, color] of colors.entries()) {
      expect(color).not.toMatch(/rgba|#.{8}$/);
      expect(distance(color, theme.error)).toBeGreaterThan(0.05);
      for (const other of colors.slice(k + 1)) expect(distance(color, other)).toBeGreaterThan(0.05);
    }
  });
});

test("numbers beyond the range are clamped to its ends", () => {
  expect([-7, 7, -1, 1].map(entryOf)).toEqual([1, 255, 1, 255]);
});
