import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildCli } from "../../../.scripts/build.ts";
import { sample } from "../../../.scripts/paths.ts";

const root = join(import.meta.dirname, "../../..");
export const cases = join(root, "test/parity/cases");
export const fable = join(root, "media/sample/belling-the-cat.txt");

export interface Ended {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

/** The built command line, run for real in a folder of its own. */
export class Desk {
  readonly folder = mkdtempSync(join(tmpdir(), "gatescope-cli-"));
  #file = "";

  async build(): Promise<this> {
    this.#file = await buildCli(join(this.folder, "built"));
    // As in the package: the texts that come along lie beside what is built.
    mkdirSync(join(this.folder, "media"));
    symlinkSync(sample, join(this.folder, "media", "sample"), "junction");
    return this;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  read(name: string): Buffer {
    return readFileSync(this.path(name));
  }

  start(...args: string[]) {
    const child = spawn(process.execPath, [this.#file, ...args], { cwd: this.folder, stdio: ["ignore", "pipe", "pipe"] });
    let [out, err] = ["", ""];
    child.stdout.setEncoding("utf8").on("data", (text) => {
      out += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text) => {
      err += text;
    });
    const ended = once(child, "close").then(([status]): Ended => ({ status: status as number | null, out, err }));
    return { child, ended, said: () => err };
  }

  run(...args: string[]): Promise<Ended> {
    return this.start(...args).ended;
  }

  /** On a terminal, as far as it can tell: what it writes, and its exit status. */
  async runOnTerminal(...args: string[]): Promise<Ended> {
    const command = [process.execPath, this.#file, ...args].map((word) => `'${word}'`).join(" ");
    const child = spawn("script", ["-qec", command, "/dev/null"], { cwd: this.folder, stdio: ["ignore", "pipe", "pipe"] });
    let out = "";
    child.stdout.setEncoding("utf8").on("data", (text) => {
      out += text;
    });
    const [status] = (await once(child, "close")) as [number | null];
    return { status, out, err: "" };
  }
}
