import { describe, expect, test } from "vitest";
import { sigmoid } from "../../../engine/kernels/reference/gates.ts";
import { Random } from "../../../engine/random/random.ts";
import { simdDesk, ulp, variants } from "./desk.ts";

/** Floats of both signs and every exponent, dense where the functions bend, and every sort of limit. */
function argumentsOfAllSorts(): Float32Array {
  const random = new Random(11);
  const every = Array.from(
    { length: 254 * 64 },
    (_, i) => (random.uniform() < 0.5 ? -1 : 1) * 2 ** ((i % 254) - 126) * (1 + random.uniform()),
  );
  const bends = Array.from({ length: 200_000 }, () => (random.uniform() - 0.5) * 240);
  const small = Array.from({ length: 100_000 }, () => (random.uniform() - 0.5) * 4);
  const denormals = Array.from({ length: 1000 }, () => (random.uniform() - 0.5) * 2 ** -126);
  const limits = [
    0,
    -0,
    0.625,
    -0.625,
    88.72,
    88.73,
    88.8,
    -87.33,
    -87.34,
    -103.9,
    -104,
    -104.5,
    3.4e38,
    -3.4e38,
    2 ** -149,
    -(2 ** -149),
  ];
  return Float32Array.from([...every, ...bends, ...small, ...denormals, ...limits]);
}

const functions = [
  { name: "applyExp", of: Math.exp, bound: 2 },
  { name: "applySigmoid", of: sigmoid, bound: 2.5 },
  { name: "applyTanh", of: Math.tanh, bound: 2 },
] as const;

describe.each(variants)("functions of the gates, %s", (variant) => {
  for (const { name, of, bound } of functions) {
    test(`${name} is within ${bound} ulp of the true value over the whole range, denormals included`, () => {
      const given = argumentsOfAllSorts();
      const { x, tools } = simdDesk(variant, given.length);
      x.set(given);
      tools[name](given.length, 0);
      let worst = { error: 0, at: 0, got: 0 };
      for (const [i, argument] of given.entries()) {
        const wanted = of(argument);
        const error = Math.fround(wanted) === x[i] ? 0 : Math.abs(x[i]! - wanted) / ulp(wanted);
        if (!(error <= worst.error)) worst = { error, at: argument, got: x[i]! };
      }
      expect(worst.error, `${name}(${worst.at}) = ${worst.got}`).toBeLessThanOrEqual(bound);
    });

    test(`${name} has the limits of the true function, and leaves NaN to be found`, () => {
      const { x, tools } = simdDesk(variant, 4);
      x.set([Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN, 0]);
      tools[name](4, 0);
      expect([...x]).toEqual([of(Number.POSITIVE_INFINITY), of(Number.NEGATIVE_INFINITY), Number.NaN, of(0)]);
    });
  }

  test("do not see how many stand beside them", () => {
    const { x, tools } = simdDesk(variant, 20);
    for (let i = 0; i < 10; i++) x[i] = x[10 + i] = i - 4.3;
    tools.applyTanh(10, 0);
    for (let i = 10; i < 20; i++) tools.applyTanh(1, i);
    expect(x.subarray(10)).toEqual(x.subarray(0, 10));
  });
});
