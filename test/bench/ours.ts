import { fastestOn, type KernelSource } from "../../engine/kernels/sets/choose.ts";
import { SequenceModel } from "../../engine/model/sequenceModel.ts";
import { Random } from "../../engine/random/random.ts";
import { Streams } from "../../engine/text/batching/streams.ts";
import { nodeThreads } from "../../extension/worker/nodeThreads.ts";
import { initializePlain, plainSpec, plainTrainer, slotsOf } from "../unit/engine/plainModel.ts";
import { clipNorm, type Kind, learningRate, type Workload } from "./workloads.ts";

const kernelThread = new URL("../../extension/worker/kernelThread.ts", import.meta.url);

/** The fastest kernels on so many threads, which take a moment to come. */
export const kernelsOn = (threads: number): KernelSource =>
  fastestOn(nodeThreads(threads, kernelThread, { execArgv: ["--disable-warning=MODULE_TYPELESS_PACKAGE_JSON"] }));

export interface Training {
  readonly step: () => void;
  readonly dismissThreads: () => void;
}

function planOf({ steps, batch, optimizer }: Workload) {
  return { steps, batch, precision: "float32", training: true, slots: slotsOf(optimizer), readout: "all" } as const;
}

function textOf({ batch, steps, vocabulary }: Workload): Streams {
  const random = new Random(7);
  const ids = Int32Array.from({ length: batch * steps * 20 + 1 }, () => random.below(vocabulary));
  return new Streams(ids, steps, batch);
}

function layerOf(kind: Kind, hiddenSize: number) {
  const lstm = { lstm: { hiddenSize, forgetBias: 1 } };
  if (kind === "lstm") return lstm;
  if (kind === "bidirectional") return { bidirectional: { forward: lstm, merge: "concat" } };
  return { [kind]: { hiddenSize } };
}

/** One whole step of training, as the extension takes it: with the backup of the weights that a divergence returns to. */
export function trainingStep(workload: Workload, kernels: KernelSource): Training {
  const { vocabulary, hidden, layers, optimizer, embedding, kind } = workload;
  const spec = {
    ...plainSpec({ vocabularySize: vocabulary, hiddenSize: hidden, layers, forgetBias: 1 }),
    network: { stacked: Array.from({ length: layers }, () => layerOf(kind, hidden)) },
    ...(embedding > 0 && { embedding: { size: embedding } }),
  };
  const model = new SequenceModel(spec, planOf(workload), kernels);
  initializePlain(model, 1, { recurrentKernel: { uniform: { scale: 0.05 } } });
  const rule = { optimizer, learningRate, clipNorm };
  const trainer = plainTrainer(model, textOf(workload), rule, {
    stopsExplosion: true,
    carry: kind === "bidirectional" ? "none" : "all",
  });
  return { step: () => void trainer.step(), dismissThreads: model.dismissThreads };
}
