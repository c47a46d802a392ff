import { at, highHalf, loadFour, loadUpTo, lowHalf, splat, storeUpTo, sumOfLanes64 } from "./lanes";

/** In float64: the square of a float32's difference may be beyond float32. */
export function squaredDistance(size: i32, a: i32, b: i32): f64 {
  let low = f64x2.splat(0), high = f64x2.splat(0);
  for (let x = at(a), y = at(b), left = size; left > 0; left -= 4, x += 16, y += 16) {
    const u = loadUpTo(x, left), v = loadUpTo(y, left);
    low = f64x2.add(low, squareOf(f64x2.sub(lowHalf(u), lowHalf(v))));
    high = f64x2.add(high, squareOf(f64x2.sub(highHalf(u), highHalf(v))));
  }
  return sumOfLanes64(f64x2.add(low, high));
}

@inline function squareOf(x: v128): v128 {
  return f64x2.mul(x, x);
}

export function squaredError(size: i32, scale: f64, outputs: i32, targets: i32, dOutputs: i32): f64 {
  if (dOutputs >= 0) difference(size, splat(<f32>(2 * scale)), at(outputs), at(targets), at(dOutputs));
  return squaredDistance(size, outputs, targets);
}

function difference(size: i32, factor: v128, x: usize, y: usize, to: usize): void {
  for (let left = size; left > 0; left -= 4, x += 16, y += 16, to += 16)
    storeUpTo(to, f32x4.mul(factor, f32x4.sub(loadFour(x), loadFour(y))), left);
}
