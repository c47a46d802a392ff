import type { StoredTensor } from "./tensor.ts";

/** A file to be read, and those that lie beside it. */
export interface ModelSource {
  /** As a person knows it: it stands in errors, and its ending helps where the bytes do not tell the format. */
  readonly name: string;
  readonly bytes: Uint8Array;
  /** A file beside it, such as a shard of weights; undefined if there is none. The name has been checked: it leaves no folder. */
  readonly sibling?: (name: string) => Uint8Array | undefined;
}

/** What a model file holds. */
export interface Container {
  /** The {@link ContainerFormat}'s name. */
  readonly format: string;
  readonly tensors: readonly StoredTensor[];
  /** All that is no tensor and that the format can say, as plain data. */
  readonly attributes: Attributes;
  /** What was left out, a sentence each. */
  readonly warnings: readonly string[];
}

export type Attributes = Readonly<Record<string, unknown>>;

/** One of several files that make up a model; the first one names the others. */
export interface WrittenFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** A format of model files. It only contains: which tensor is what, and in which order, others know. */
export interface ContainerFormat {
  readonly name: string;
  /** For a person: `PyTorch state dict`. */
  readonly title: string;
  /** Endings of file names, with their dot. */
  readonly endings: readonly string[];
  /** Whether the bytes are of this format. False is no error: they may be damaged, and then the ending tells. */
  detect(source: ModelSource): boolean;
  /** Names of the files beside it that {@link read} asks for; they are to be had before. */
  beside?(source: ModelSource): readonly string[];
  /**
   * @throws EngineError `badModelFile` that says what is wrong with it and where; nothing in the file is ever executed, and no
   * memory is taken for what it only claims.
   */
  read(source: ModelSource): Container;
  /** @param name of the first file; others stand beside it. */
  write(content: WrittenContent, name: string): readonly WrittenFile[];
}

export interface WrittenContent {
  readonly tensors: readonly StoredTensor[];
  readonly attributes?: Attributes;
}
