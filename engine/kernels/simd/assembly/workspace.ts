/** Where the ids begin, and the memory that this thread's kernels may use besides the arena: bytes. Set once, by `bind`. */
export let idsAt: usize = 0;
/** A tile of 192 bytes, the constants, and from `panelsAt` on what products pack. */
export let workspaceAt: usize = 0;
export let constantsAt: usize = 0;
export let panelsAt: usize = 0;

export const headBytes: usize = 512;

export function bindWorkspace(ids: usize, workspace: usize): void {
  idsAt = ids;
  workspaceAt = workspace;
  constantsAt = workspace + 256;
  panelsAt = workspace + headBytes;
  writeConstants();
}

/**
 * The constants of `functions.ts` lie in memory, in this order: reading one into four lanes is one instruction, while engines build a
 * constant vector anew at each use, from several.
 */
function writeConstants(): void {
  writeConstant(0, 1.44269504088896341); // log₂ e
  writeConstant(1, 12582912); // 1.5 · 2²³
  writeConstant(2, 0.693359375); // ln 2 in two parts: n · the first is exact for the n that occur
  writeConstant(3, -2.12194440e-4);
  writeConstant(4, 1.9875691500e-4); // e^r: Cephes' `expf.c`
  writeConstant(5, 1.3981999507e-3);
  writeConstant(6, 8.3334519073e-3);
  writeConstant(7, 4.1665795894e-2);
  writeConstant(8, 1.6666665459e-1);
  writeConstant(9, 5.0000001201e-1);
  writeConstant(10, 1);
  writeConstant(11, 88.8); // beyond this e^x is ∞
  writeConstant(12, -104.5); // and beyond this 0
  writeConstant(13, -5.70498872745e-3); // tanh near 0: Cephes' `tanhf.c`
  writeConstant(14, 2.06390887954e-2);
  writeConstant(15, -5.37397155531e-2);
  writeConstant(16, 1.33314422036e-1);
  writeConstant(17, -3.33332819422e-1);
  writeConstant(18, 0.625);
  writeConstant(19, 10); // from here on tanh is 1
  writeConstant(20, 2);
  writeConstant(21, -0.0); // the sign's bit
  store<i32>(constantsAt + 88, 127); // 22: the bias of an exponent
}

function writeConstant(place: i32, value: f32): void {
  store<f32>(constantsAt + ((<usize>place) << 2), value);
}

/** Constant number `place` in all lanes. */
@inline export function constant(place: usize): v128 {
  return v128.load32_splat(constantsAt + (place << 2));
}
