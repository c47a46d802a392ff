import { Writable } from "node:stream";

/** VS Code's own voice and the suites' come through one pipe: each line of the suites begins with this. */
export const mark = "gatescope-test| ";

export const marked = (text: string): string =>
  text
    .split("\n")
    .map((line) => mark + line)
    .join("\n");

/** Shows the suites' lines and keeps everything, for when nothing else tells why a run failed. */
export class SuiteOutput extends Writable {
  readonly all: string[] = [];
  #rest = "";

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    const lines = (this.#rest + chunk.toString()).split("\n");
    this.#rest = lines.pop() ?? "";
    for (const line of lines) this.#take(line);
    done();
  }

  #take(line: string): void {
    this.all.push(line);
    const start = line.indexOf(mark);
    if (start >= 0) console.log(line.slice(start + mark.length));
  }
}
