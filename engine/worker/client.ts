import { EngineError, fromFailure } from "../errors/errors.ts";
import { isRecord } from "../layers/networkSpec.ts";
import { recipeError, sizeProblem } from "../recipe/check.ts";
import type { CallName, Calls, FromWorker, Report, ToWorker } from "./protocol.ts";

/** The host's end of the channel, as node's `Worker` has it. */
export interface WorkerPort {
  postMessage(message: unknown, transfer?: ArrayBuffer[]): void;
  on(event: "message", listener: (message: FromWorker) => void): unknown;
  on(event: "error" | "messageerror", listener: (error: unknown) => void): unknown;
  on(event: "exit", listener: (code: number) => void): unknown;
}

interface OpenCall {
  readonly resolve: (answer: Calls[CallName]["answer"]) => void;
  readonly reject: (error: EngineError) => void;
}

/**
 * Calls an engine worker. Every call ends in its answer, in an {@link EngineError}, or, when the worker dies, in an error of code
 * `workerDied`; so does every later call.
 */
export class EngineClient {
  private readonly port: WorkerPort;
  private readonly open = new Map<number, OpenCall>();
  private readonly reportListeners = new Set<(report: Report) => void>();
  private readonly deathListeners = new Set<(error: EngineError) => void>();
  private nextId = 1;
  private death: EngineError | null = null;
  /** The flag of the run, by which a long step is told to end. */
  private interrupt: Int32Array | null = null;

  constructor(port: WorkerPort) {
    this.port = port;
    port.on("message", (message) => this.receive(message));
    port.on("messageerror", (error) => this.die(`a message could not be read (${reasonOf(error)})`));
    port.on("error", (error) => this.die(reasonOf(error)));
    port.on("exit", (code) => this.die(`exit code ${code}`));
  }

  /** @param transfer buffers that the request gives away, such as a model file; they cannot be used afterwards. */
  call<K extends CallName>(call: K, request: Calls[K]["request"], transfer: ArrayBuffer[] = []): Promise<Calls[K]["answer"]> {
    return new Promise((resolve, reject) => {
      if (this.death !== null) return reject(this.death);
      const id = this.nextId++;
      // What the protocol promises: a call's answer is of the call's own type.
      const settle = resolve as OpenCall["resolve"];
      this.open.set(id, { resolve: settle, reject });
      this.raiseFlag(call, request);
      try {
        this.port.postMessage({ id, call, request } as ToWorker, transfer);
      } catch (error) {
        this.open.delete(id);
        reject(error instanceof RangeError ? tooDeep(request) : error);
      }
    });
  }

  /** @returns a function that ends the listening */
  onReport(listener: (report: Report) => void): () => void {
    this.reportListeners.add(listener);
    return () => this.reportListeners.delete(listener);
  }

  /** Called once, when the worker has ended, wanted or not. @returns a function that ends the listening */
  onDeath(listener: (error: EngineError) => void): () => void {
    this.deathListeners.add(listener);
    return () => this.deathListeners.delete(listener);
  }

  /** The protocol's promise about `interrupt`: it is raised just before `pause` and `stop` are sent. */
  private raiseFlag(call: CallName, request: unknown): void {
    if (call === "train") this.interrupt = (request as Calls["train"]["request"]).interrupt;
    if (this.interrupt !== null && (call === "pause" || call === "stop")) Atomics.store(this.interrupt, 0, 1);
  }

  private receive(message: FromWorker): void {
    switch (message.type) {
      case "answer":
        this.close(message.id)?.resolve(message.answer);
        break;
      case "failure":
        this.close(message.id)?.reject(fromFailure(message.failure));
        break;
      case "progress":
      case "tensors":
      case "sample":
      case "validated":
      case "forecast":
      case "ended":
      case "checked":
        for (const listener of this.reportListeners) listener(message);
        break;
      default:
        message satisfies never;
    }
  }

  private close(id: number): OpenCall | undefined {
    const call = this.open.get(id);
    this.open.delete(id);
    return call;
  }

  private die(reason: string): void {
    if (this.death !== null) return;
    const death = new EngineError(
      "workerDied",
      `The engine's worker has ended: ${reason}.`,
      "Train again, or continue from the saved model.",
    );
    this.death = death;
    for (const call of this.open.values()) call.reject(death);
    this.open.clear();
    for (const listener of this.deathListeners) listener(death);
  }
}

/** What the platform cannot copy, because it nests deeper than a stack is high. */
function tooDeep(request: unknown): EngineError {
  const problem = sizeProblem(isRecord(request) && "recipe" in request ? request.recipe : request);
  return recipeError([problem ?? { place: [], message: "nests too deeply" }]);
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
