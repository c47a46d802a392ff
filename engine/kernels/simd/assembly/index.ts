/**
 * The kernels in float32, four floats at once: AssemblyScript, compiled to WebAssembly with and without relaxed SIMD. Names, arguments
 * and meaning are those of `kernels.ts`. `functionsAlone` is for the tests of what the gates are made of, `peak` for the benchmark.
 */
export { softmaxCrossEntropy } from "./losses";
export { gatesBackward, gatesForward } from "./gates";
export { gemmNN, gemmNT, gemmTN, workspaceBytes } from "./gemm";
export { multiplyAddsOfTwelveChains } from "./peak";
export { addBias, columnSums, copy, gatherRows, scatterAddRows } from "./rows";
export { applyExp, applySigmoid, applyTanh } from "./functionsAlone";
export { adagrad, adam, rmsprop, sgd, sgdMomentum } from "./updates";
export { addScaled, clamp, fill, multiply, rescale, sumOfSquares } from "./vectors";
export { bind } from "./workspace";
