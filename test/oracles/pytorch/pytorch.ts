import { type ChildProcessByStdio, spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import type { ParityCase, Question } from "../parityCase.ts";

export interface PyTorchOptions {
  /** A Python with PyTorch: `findPyTorch()`. */
  readonly python: string;
  /** torch.nn's own LSTM, GRU and RNN wherever they can express the network, in place of cells that are written out. */
  readonly modules?: boolean;
}

interface Waiting {
  readonly resolve: (line: string) => void;
  readonly reject: (error: Error) => void;
}

/**
 * PyTorch in a Python process of its own: a line out, a line in. Every question ends in an answer, an error, or the process' death.
 * float64, one thread; the same question gives the same numbers.
 */
export class PyTorch {
  readonly #python: ChildProcessByStdio<Writable, Readable, Readable>;
  readonly #waiting: Waiting[] = [];
  #said = "";
  #death: Error | null = null;

  private constructor({ python, modules = false }: PyTorchOptions) {
    // -B: no __pycache__ beside the sources.
    const args = ["-B", join(import.meta.dirname, "oracle.py"), ...(modules ? ["--modules"] : [])];
    this.#python = spawn(python, args, { stdio: ["pipe", "pipe", "pipe"] });
    this.#python.stderr.on("data", (data: Buffer) => {
      this.#said = (this.#said + data).slice(-4000);
    });
    // A question to a process that is gone fails here; `close` tells the one who asked.
    this.#python.stdin.on("error", () => {});
    this.#python.on("error", (error) => this.#die(error));
    this.#python.on("close", (code, signal) => this.#die(new Error(this.#obituary(code, signal))));
    createInterface({ input: this.#python.stdout }).on("line", (line) => this.#waiting.shift()?.resolve(line));
  }

  /** @throws Error with what Python said, when it has no PyTorch or does not start. */
  static async start(options: PyTorchOptions): Promise<PyTorch> {
    const oracle = new PyTorch(options);
    await oracle.#nextLine();
    return oracle;
  }

  /**
   * The case with `expect`: all losses, the weights after the last step, and the tensors of the steps that `recorded` names.
   * @throws Error that says why PyTorch cannot run the case, or that the process died.
   */
  async complete(question: Question, recorded: readonly number[] = [0, question.steps.length - 1]): Promise<ParityCase> {
    const steps = Object.fromEntries(recorded.map((step) => [step, {}]));
    const line = this.#nextLine();
    this.#python.stdin.write(`${JSON.stringify({ ...question, expect: { steps } })}\n`);
    const answer = JSON.parse(await line) as ParityCase | { readonly error: string };
    if ("error" in answer) throw new Error(`PyTorch cannot run "${question.name}": ${answer.error}`);
    return answer;
  }

  async close(): Promise<void> {
    if (this.#death) return;
    const closed = new Promise((resolve) => this.#python.once("close", resolve));
    this.#python.stdin.end();
    await closed;
  }

  /** For the tests: as if the machine had run out of memory. */
  kill(): void {
    this.#python.kill("SIGKILL");
  }

  #nextLine(): Promise<string> {
    if (this.#death) return Promise.reject(this.#death);
    return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }));
  }

  #die(error: Error): void {
    this.#death ??= error;
    for (const { reject } of this.#waiting.splice(0)) reject(this.#death);
  }

  #obituary(code: number | null, signal: NodeJS.Signals | null): string {
    const how = signal ? `ended by ${signal}` : `exited with status ${code}`;
    return `The Python process ${how}. ${this.#said.trim()}`.trim();
  }
}
