import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** A program that measures what it is asked, one JSON object a line each way; what it says first tells what it is. */
export interface Side {
  readonly about: Record<string, unknown>;
  /** @throws Error if it dies, or says that it cannot. */
  ask(question: object): Promise<Record<string, unknown>>;
  end(): void;
}

/** @throws Error if the program ends before it has said what it is. */
export async function startSide(program: string, args: readonly string[]): Promise<Side> {
  const child = spawn(program, args, { stdio: ["pipe", "pipe", "inherit"] });
  const failed = new Promise<never>((_, reject) => child.once("error", reject));
  failed.catch(() => undefined);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const nextLine = async (): Promise<Record<string, unknown>> => {
    const { value, done } = await Promise.race([lines.next(), failed]);
    if (done) throw new Error(`${program} ended (${child.exitCode ?? child.signalCode}).`);
    return JSON.parse(value as string) as Record<string, unknown>;
  };
  return {
    about: await nextLine(),
    async ask(question) {
      child.stdin.write(`${JSON.stringify(question)}\n`);
      const answer = await nextLine();
      if (typeof answer.error === "string") throw new Error(answer.error);
      return answer;
    },
    end: () => void child.kill(),
  };
}

export const pytorchArgs = [join(import.meta.dirname, "pytorch.py")];
export const tensorflowArgs = ["--disable-warning=MODULE_TYPELESS_PACKAGE_JSON", join(import.meta.dirname, "tensorflow.ts")];
