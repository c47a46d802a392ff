import { fastestOn, type KernelSource } from "../../engine/kernels/sets/choose.ts";
import { LanguageModel } from "../../engine/model/languageModel.ts";
import { SequenceModel } from "../../engine/model/sequenceModel.ts";
import { weightsOf } from "../../engine/model/weights.ts";
import { Random } from "../../engine/random/random.ts";
import { initialize } from "../../engine/runs/initializersOf.ts";
import { optimizerFromConfig, slotsOf } from "../../engine/runs/optimizerOf.ts";
import { Streams } from "../../engine/text/batching/streams.ts";
import { Trainer } from "../../engine/training/trainer.ts";
import { nodeThreads } from "../../extension/worker/nodeThreads.ts";
import { clipNorm, learningRate, type Workload } from "./workloads.ts";

const initial = {
  kernelInitializer: "glorotUniform",
  recurrentInitializer: "uniform",
  initializerScale: 0.05,
  forgetBias: 1,
} as const;

const kernelThread = new URL("../../extension/worker/kernelThread.ts", import.meta.url);

/** The fastest kernels on so many threads, which take a moment to come. */
export const kernelsOn = (threads: number): KernelSource =>
  fastestOn(nodeThreads(threads, kernelThread, { execArgv: ["--disable-warning=MODULE_TYPELESS_PACKAGE_JSON"] }));

export interface Training {
  readonly step: () => void;
  readonly dismissThreads: () => void;
}

/** One whole step of training, as the extension takes it: with the backup of the weights that a divergence returns to. */
export function trainingStep(workload: Workload, kernels: KernelSource): Training {
  return workload.embedding > 0 ? embeddedStep(workload, kernels) : plainStep(workload, kernels);
}

function planOf({ steps, batch, optimizer }: Workload) {
  return { steps, batch, precision: "float32", training: true, slots: slotsOf(optimizer), readout: "all" } as const;
}

function textOf({ batch, steps, vocabulary }: Workload): Streams {
  const random = new Random(7);
  const ids = Int32Array.from({ length: batch * steps * 20 + 1 }, () => random.below(vocabulary));
  return new Streams(ids, steps, batch);
}

function plainStep(workload: Workload, kernels: KernelSource): Training {
  const { vocabulary, hidden, layers, optimizer } = workload;
  const shape = { vocabularySize: vocabulary, hiddenSize: hidden, layers, forgetBias: 1 };
  const model = new LanguageModel(shape, planOf(workload), kernels);
  initialize(model.parameters, initial, new Random(1));
  const trainer = new Trainer(model, textOf(workload), optimizerFromConfig({ optimizer, learningRate, clipNorm }), {
    optimizer,
    learningRate,
    clipNorm,
  });
  return { step: () => void trainer.step(), dismissThreads: model.dismissThreads };
}

/** The trainer is for language models without an embedding; this step does the same, but for the backup. */
function embeddedStep(workload: Workload, kernels: KernelSource): Training {
  const { vocabulary, hidden, layers, optimizer, embedding } = workload;
  const model = new SequenceModel(
    {
      input: { kind: "ids", size: vocabulary },
      embedding: { size: embedding },
      networkPath: "lstm/",
      network: { stacked: { layers: Array.from({ length: layers }, () => ({ lstm: { hiddenSize: hidden, forgetBias: 1 } })) } },
      dense: { units: vocabulary, bias: true },
      loss: "softmaxCrossEntropy",
    },
    planOf(workload),
    kernels,
  );
  initialize(model.parameters, initial, new Random(1));
  const batches = textOf(workload);
  const weights = weightsOf(model);
  const rule = optimizerFromConfig({ optimizer, learningRate, clipNorm });
  let count = 0;
  const step = () => {
    if (batches.fill(model).resetState) model.state.fill(0);
    model.forward();
    model.loss();
    model.zeroGradients();
    model.backward();
    const gradientNorm = Math.sqrt(model.kernels.sumOfSquares(weights.size, weights.gradients));
    rule.apply(weights, { step: ++count, gradientNorm }, 1);
    model.carryState();
  };
  return { step, dismissThreads: model.dismissThreads };
}
