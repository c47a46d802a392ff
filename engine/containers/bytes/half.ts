/** Two-byte floats. Every one of them is a float32 too, so that reading is exact; writing rounds to the nearest, ties to even. */

const floats = new Float32Array(1);
const bits = new Uint32Array(floats.buffer);

/** The upper half of a float32. */
export function widenBfloat16(half: number): number {
  bits[0] = half << 16;
  return floats[0]!;
}

/** IEEE 754 binary16: a sign, 5 bits of exponent with the bias 15, 10 bits of fraction. */
export function widenFloat16(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >>> 10) & 0x1f;
  const fraction = half & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

export function narrowBfloat16(value: number): number {
  floats[0] = value;
  const word = bits[0]!;
  if (Number.isNaN(value)) return (word >>> 16) | 0x40;
  return (word + 0x7fff + ((word >>> 16) & 1)) >>> 16;
}

export function narrowFloat16(value: number): number {
  floats[0] = value;
  const sign = (bits[0]! >>> 16) & 0x8000;
  const size = Math.abs(floats[0]);
  if (Number.isNaN(value)) return 0x7e00;
  if (size >= 65520) return sign | 0x7c00;
  if (size < 2 ** -14) return sign | roundToEven(size * 2 ** 24);
  const exponent = ((bits[0]! >>> 23) & 0xff) - 127;
  // A fraction that rounds up to 1024 carries into the exponent, as it should.
  return sign | (((exponent + 15) << 10) + roundToEven((size / 2 ** exponent - 1) * 1024));
}

function roundToEven(value: number): number {
  const below = Math.floor(value);
  const rest = value - below;
  return below + (rest > 0.5 || (rest === 0.5 && below % 2 === 1) ? 1 : 0);
}
