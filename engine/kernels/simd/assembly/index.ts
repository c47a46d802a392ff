/**
 * The kernels in float32, four floats at once: AssemblyScript, compiled to WebAssembly with and without relaxed SIMD, each for a memory
 * of one thread and for one that several share. Names, arguments and meaning are those of `kernels.ts`. `functionsAlone` is for the tests
 * of what the gates are made of, `peak` for the benchmark.
 */
export { bind } from "./bind";
export { controlBytes, crewSize, dismiss, help, partsHelped, reportFailure } from "./crew";
export { squaredDistance, squaredError } from "./distances";
export { applyExp, applySigmoid, applyTanh } from "./functionsAlone";
export { workspaceBytes } from "./gemm";
export { indexOfLargest } from "./largest";
export { multiplyAddsOfTwelveChains } from "./peak";
export { gatherIds, holdEnded, oneHotRows, passEnded, zeroEnded } from "./sequences";
export {
  adagrad, adam, addBias, addScaled, clamp, columnSums, copy, fill, gatesBackward, gatesForward, gatherRows, gemmNN, gemmNT, gemmTN,
  multiply, rescale, rmsprop, scatterAddRows, sgd, sgdMomentum, softmaxCrossEntropy, sumOfSquares,
} from "./shared";
export {
  activateBackward, activateForward, addMatrix, clampBackward, columnProducts, dropoutMask, highwayBackward, highwayForward,
  memoryBackward, memoryForward, mixBackward, mixForward, normalizeBackward, normalizeForward, outputBackward, outputForward, resetAfterBackward,
  resetAfterForward, resetBeforeBackward, resetBeforeForward,
} from "./sharedCells";
