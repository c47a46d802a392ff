/** Where the length of a model file's header stands, and the header itself (`engine/formats/modelFile.ts`). */
const headerLengthAt = 16;
const headerAt = 24;

export interface ModelPeek {
  /** Steps done. */
  readonly step: number;
  /** Steps that it was to have; null where its recipe does not say. */
  readonly steps: number | null;
  /** Of the text that it was trained on, by `hashText`. */
  readonly textHash: string;
}

/**
 * The two facts about a model file that the extension needs, without the check of a whole file that takes the longer the larger it is: the engine
 * makes it, in its worker, when it loads the file. Null where there is no such header.
 */
export function peekModel(file: ArrayBuffer): ModelPeek | null {
  if (file.byteLength < headerAt) return null;
  const length = new DataView(file).getUint32(headerLengthAt, true);
  if (headerAt + length > file.byteLength) return null;
  try {
    const header: unknown = JSON.parse(new TextDecoder().decode(new Uint8Array(file, headerAt, length)));
    return isHeader(header) ? { step: header.trainer.step, steps: stepsOf(header), textHash: header.text.hash } : null;
  } catch {
    return null;
  }
}

function isHeader(header: unknown): header is { trainer: { step: number }; text: { hash: string } } {
  const { trainer, text } = (header ?? {}) as { trainer?: { step?: unknown }; text?: { hash?: unknown } };
  return typeof trainer?.step === "number" && typeof text?.hash === "string";
}

/** Of a header of version 1 (`config`) or later (`recipe`). */
function stepsOf(header: object): number | null {
  const { recipe, config } = header as { recipe?: { training?: { steps?: unknown } }; config?: { steps?: unknown } };
  const steps = recipe?.training?.steps ?? config?.steps;
  return typeof steps === "number" ? steps : null;
}
