import type { Initializer, VarianceScaling } from "../initializers/initializers.ts";
import { asked } from "./asked.ts";

// Initializers that take numbers, with these checked. What they do stands in `initializers/initializers.ts`.

/** One number everywhere. */
export const constant = (number: number): Initializer => asked("initializer", "constant", { scale: number });
/** Uniform in [-halfWidth, halfWidth). */
export const uniform = (halfWidth: number): Initializer => asked("initializer", "uniform", { scale: halfWidth });
/** Normal with mean zero, not truncated. */
export const normal = (deviation: number): Initializer => asked("initializer", "normal", { scale: deviation });
/** Normal with mean zero, drawn again beyond two deviations. */
export const truncatedNormal = (deviation: number): Initializer => asked("initializer", "truncatedNormal", { scale: deviation });
/** Random numbers with a variance from fan-in, fan-out or both. */
export const varianceScaling = (options: VarianceScaling = {}): Initializer => asked("initializer", "varianceScaling", options);
/** For biases: a number for the forget gate, zero for all others. */
export const forgetBias = (value: number): Initializer => asked("initializer", "unitForgetBias", { value });
/** An initializer by its name, times a gain: `withGain("orthogonal", 0.1)`. */
export const withGain = (name: string, gain: number): Initializer => asked("initializer", name, { gain });
