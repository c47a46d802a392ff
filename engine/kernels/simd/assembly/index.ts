/**
 * The kernels in float32, four floats at once: AssemblyScript, compiled to WebAssembly with and without relaxed SIMD, each for a memory
 * of one thread and for one that several share. Names, arguments and meaning are those of `kernels.ts`. `functionsAlone` is for the tests
 * of what the gates are made of, `peak` for the benchmark.
 */
export { bind } from "./bind";
export { controlBytes, crewSize, dismiss, help, partsHelped, reportFailure } from "./crew";
export { distributionCrossEntropy, smoothedCrossEntropy } from "./crossEntropies";
export { squaredDistance, squaredError } from "./distances";
export { absoluteError, binaryCrossEntropy } from "./elementLosses";
export { applyExp, applySigmoid, applyTanh } from "./functionsAlone";
export { workspaceBytes } from "./gemm";
export { indexOfLargest } from "./largest";
export { multiplyAddsOfTwelveChains } from "./peak";
export { gatherIds, holdMasked, oneHotRows, passMasked, zeroMasked } from "./sequences";
export {
  adagrad, adam, addBias, addScaled, clamp, columnSums, copy, fill, gatesBackward, gatesForward, gatherRows, gemmNN, gemmNT, gemmTN,
  multiply, rescale, rmsprop, scatterAddRows, sgd, sgdMomentum, softmaxCrossEntropy, sumOfSquares,
} from "./shared";
export {
  activateBackward, activateForward, addMatrix, clampBackward, columnProducts, dropoutMask, highwayBackward, highwayForward,
  memoryBackward, memoryForward, mixBackward, mixForward, normalizeBackward, normalizeForward, outputBackward, outputForward, resetAfterBackward,
  resetAfterForward, resetBeforeBackward, resetBeforeForward,
} from "./sharedCells";
