/** What threads share lies in lines of 64 bytes, so that who waits for one word is not disturbed by another's. */
export const line: usize = 64;

/** Floats of such a line. */
export const lineFloats: i32 = 16;

/**
 * One call of a kernel, written down where all threads read it: which kernel, its arguments, and room for sums that each thread adds up
 * a part of. Of these there are always so many, however many threads there are, that a sum has the same bits with any number of them.
 */
export const sums: i32 = 64;
export const jobBytes: usize = 2 * line + ((<usize>sums) << 3);

let jobAt: usize = 0;

export function bindJob(job: usize): void {
  jobAt = job;
}

/** Arguments that are whole numbers: place 0 is the kernel's, up to 16 of them. */
@inline export function int(place: usize): i32 {
  return load<i32>(jobAt + (place << 2));
}

@inline export function setInt(place: usize, value: i32): void {
  store<i32>(jobAt + (place << 2), value);
}

/** Up to 8 that are not. */
@inline export function float(place: usize): f64 {
  return load<f64>(jobAt + line + (place << 3));
}

@inline export function setFloat(place: usize, value: f64): void {
  store<f64>(jobAt + line + (place << 3), value);
}

@inline export function partialSum(place: i32): f64 {
  return load<f64>(jobAt + 2 * line + ((<usize>place) << 3));
}

@inline export function setPartialSum(place: i32, value: f64): void {
  store<f64>(jobAt + 2 * line + ((<usize>place) << 3), value);
}

/** In the order of their places. */
export function sumOfPartials(): f64 {
  let sum: f64 = 0;
  for (let place = 0; place < sums; place++) sum += partialSum(place);
  return sum;
}

/** Where part number `part` of `parts` begins, of `size` elements in pieces of `unit` that stay whole. */
@inline export function edge(size: i32, unit: i32, part: i32, parts: i32): i32 {
  const pieces = (size + unit - 1) / unit;
  return min(size, <i32>((<i64>pieces * part) / parts) * unit);
}
