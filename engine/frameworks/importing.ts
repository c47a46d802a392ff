import { unreadable } from "../containers/bytes/problem.ts";
import type { Container } from "../containers/tensors/container.ts";
import type { StoredTensor } from "../containers/tensors/tensor.ts";

/** What lets a person say what a file cannot. */
const sayMore = "Say beside the file what it does not: the network, and which tensor is which weight.";

/** One import: the file, what is in it, and what is to be said about it. */
export class Importing {
  readonly file: string;
  readonly container: Container;
  readonly warnings: string[];

  constructor(file: string, container: Container) {
    this.file = file;
    this.container = container;
    this.warnings = [...container.warnings];
  }

  warn(sentence: string): void {
    if (!this.warnings.includes(sentence)) this.warnings.push(sentence);
  }

  fail(what: string, advice: string = sayMore): never {
    throw unreadable(this.file, what, advice);
  }

  /** @param axes how many; refused are others. */
  shaped(tensor: StoredTensor, axes: number): StoredTensor {
    if (tensor.shape.length !== axes) this.fail(`${told(tensor)} should have ${axes} axes`);
    return tensor;
  }
}

/** A tensor by name and shape. */
export const told = ({ name, shape }: StoredTensor): string => `tensor ${name} [${shape.join(", ")}]`;
