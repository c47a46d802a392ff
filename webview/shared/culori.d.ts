/** The few functions of culori that we use; the package brings no types of its own. */
declare module "culori/fn" {
  export interface Rgb {
    readonly mode: "rgb";
    readonly r: number;
    readonly g: number;
    readonly b: number;
    readonly alpha?: number;
  }
  export interface Oklab {
    readonly mode: "oklab";
    readonly l: number;
    readonly a: number;
    readonly b: number;
    readonly alpha?: number;
  }
  export type Color = Rgb | Oklab;
  export const modeRgb: unknown;
  export const modeLrgb: unknown;
  export const modeOklab: unknown;
  export function useMode(mode: unknown): (color: Color | string) => Color | undefined;
  export function converter(mode: "rgb"): (color: Color | string) => Rgb | undefined;
  export function converter(mode: "oklab"): (color: Color | string) => Oklab | undefined;
  export function wcagContrast(one: Color | string, other: Color | string): number;
}
