import { EngineError, toFailure } from "../errors/errors.ts";
import { readModelFile } from "../formats/modelFile.ts";
import { Predictor } from "../generation/predictor.ts";
import type { Threads } from "../kernels/threads.ts";
import { release } from "../memory/release.ts";
import { createRegistry } from "../registry/builtins/createRegistry.ts";
import type { Registry } from "../registry/registry.ts";
import { buildRun } from "../runs/build.ts";
import { askableOf, openModel } from "../runs/openModel.ts";
import { usualMemoryLimit } from "../runs/plan.ts";
import { previewRun } from "../runs/preview.ts";
import { checkParity } from "./parityChecks.ts";
import { buffersIn, type Clock, type EnginePort } from "./port.ts";
import type { CallName, Calls, FromWorker, ToWorker } from "./protocol.ts";
import { TrainingSession } from "./trainingSession.ts";

type Answer = Calls[CallName]["answer"];

export interface EngineOptions extends Clock {
  readonly port: EnginePort;
  /** Bytes that a run may plan; 4 GiB where left out. */
  readonly memoryLimit?: number;
  /** As many as the machine has cores; where left out, a run has the one of this engine. */
  readonly threads?: Threads;
  /** What networks, tasks and all else are built from; the built-in entries where left out. */
  readonly registry?: Registry;
}

/** Tokens of a stream that warm a state up, so that what stood before them hardly matters. */
const streamContext = 64;

/** The engine behind a message port: answers every call of the protocol, and reports what a training run does. */
export function serveEngine({
  port,
  now,
  defer,
  later,
  memoryLimit = usualMemoryLimit,
  threads,
  registry = createRegistry(),
}: EngineOptions): void {
  const send = (message: FromWorker) => port.post(message, buffersIn(message));
  let session: TrainingSession | null = null;
  let predictor: Predictor | null = null;

  const training = (): TrainingSession => {
    if (session !== null) return session;
    throw new EngineError("notTraining", "There is no training run.", "Train on a file first.");
  };
  const predicting = (): Predictor => {
    if (predictor !== null) return predictor;
    throw new EngineError("notTraining", "There is no model to predict with.", "Train on a file first.");
  };

  function train(request: Calls["train"]["request"]): Answer {
    if (session !== null && !session.ended)
      throw new EngineError("alreadyTraining", "A run is under way.", "Stop it before you train again.");
    const run = buildRun(request, { memoryLimit, available: threads ?? null, registry });
    // It was handed over, and what stood in it stands in the run.
    if (request.model !== null) release(request.model);
    session = new TrainingSession(run, request, send, { now, defer, later });
    return run.description;
  }

  function load(file: ArrayBuffer): Answer {
    const saved = readModelFile(file, registry);
    const opened = openModel(registry, saved);
    predictor = opened.planned.task.reads === "tokens" ? new Predictor(askableOf(registry, saved)) : null;
    const { task } = opened.planned;
    return {
      recipe: saved.recipe,
      can: task.can,
      completesWords: opened.tokenizer.continuesWord !== null && task.can.predict,
      contextTokens: task.carries === "none" ? task.steps : streamContext,
      step: saved.trainer.step,
      vocabularySize: saved.vocabulary?.size ?? 0,
    };
  }

  function answer(message: ToWorker): Answer | Promise<Answer> {
    switch (message.call) {
      case "train":
        return train(message.request);
      case "pause":
        return training().pause();
      case "resume":
        return training().resume();
      case "stepOnce":
        return training().stepOnce();
      case "stop":
        return training().stop();
      case "save":
        return training().save();
      case "watch":
        return training().watch(message.request);
      case "setPace":
        return training().setPace(message.request);
      case "load":
        return load(message.request);
      case "predict":
        return predicting().predict(message.request);
      case "preview":
        return previewRun(message.request, { memoryLimit, available: threads ?? null, registry }, now);
      case "checkParity":
        return checkParity(message.request, { send, now, defer, later, memoryLimit, registry });
      default:
        return message satisfies never;
    }
  }

  port.listen((message) => {
    const { id } = message;
    const succeed = (given: Answer) => send({ type: "answer", id, answer: given });
    const fail = (error: unknown) => send({ type: "failure", id, failure: toFailure(error) });
    try {
      const given = answer(message);
      if (given instanceof Promise) given.then(succeed, fail);
      else succeed(given);
    } catch (error) {
      fail(error);
    }
  });
}
