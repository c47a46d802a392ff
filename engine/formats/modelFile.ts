import * as v from "valibot";
import { EngineError } from "../errors/errors.ts";
import { bytesPerFloat, type FloatArray } from "../memory/arena.ts";
import { requireRecipe } from "../recipe/check.ts";
import { complete } from "../recipe/complete.ts";
import type { WholeRecipe } from "../recipe/recipe.ts";
import { createRegistry } from "../registry/builtins/createRegistry.ts";
import type { Registry } from "../registry/registry.ts";
import { readScaling, type Scaling } from "../series/scaling.ts";
import type { Json } from "../text/batching/batcher.ts";
import { decodeUtf8, encodeUtf8 } from "../text/utf8.ts";
import { Vocabulary } from "../text/vocabulary.ts";
import type { Boundary, TrainerState } from "../training/snapshots.ts";
import { crc32 } from "./crc32.ts";
import { getFloats, putFloats } from "./littleEndian.ts";
import { headerProblem, type ModelHeader, modelHeader, modelHeader1 } from "./modelHeader.ts";
import { fromVersion1 } from "./version1.ts";

/**
 * A trained model as one file, with all that its training needs to go on as if it had never stopped:
 *
 * ```
 * 0   magic "GATELSTM"
 * 8   version, 2                          all whole numbers: 32 bits, little-endian
 * 12  CRC-32 of everything from byte 16 on
 * 16  bytes of the header, a multiple of 8
 * 20  zero
 * 24  header: JSON in UTF-8, padded with spaces
 * …   values, optimizer slots, carried state: little-endian floats, each part padded to 8 bytes
 * …   the same of the step with the lowest validation loss, where there is one
 * ```
 */
export interface SavedModel {
  readonly recipe: WholeRecipe;
  /** Null for a model of numbers. */
  readonly vocabulary: Vocabulary | null;
  /** Null for a model of tokens. */
  readonly series: SavedSeries | null;
  readonly parameters: readonly SavedParameter[];
  readonly trainer: TrainerState;
  readonly text: { readonly hash: string; readonly tokens: number };
}

/** What a model of numbers reads and tells. */
export interface SavedSeries {
  readonly columns: readonly string[];
  /** Which of the columns are told, as places from 0. */
  readonly targets: readonly number[];
  readonly scaling: Scaling;
}

export interface SavedParameter {
  readonly path: string;
  readonly rows: number;
  readonly columns: number;
  readonly offset: number;
}

const magic = encodeUtf8("GATELSTM");
const version = 2;
const preamble = 24;

export function writeModelFile(model: SavedModel): ArrayBuffer {
  const header = encodeUtf8(JSON.stringify(headerOf(model)));
  const headerBytes = padded(header.length);
  const { best } = model.trainer;
  const parts = [...partsOf(model.trainer), ...(best === null ? [] : partsOf(best))];
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + padded(part.byteLength), preamble + headerBytes));
  bytes.set(magic);
  bytes.fill(0x20, preamble, preamble + headerBytes);
  bytes.set(header, preamble);
  let at = preamble + headerBytes;
  for (const part of parts) {
    putFloats(bytes.buffer, at, part);
    at += padded(part.byteLength);
  }
  const words = new DataView(bytes.buffer);
  words.setUint32(8, version, true);
  words.setUint32(16, headerBytes, true);
  words.setUint32(12, crc32(bytes.subarray(16)), true);
  return bytes.buffer;
}

const partsOf = ({ values, slots, state }: Boundary): readonly FloatArray[] => [values, ...slots, state];

function headerOf({ recipe, vocabulary, series, parameters, trainer, text }: SavedModel): ModelHeader {
  return {
    recipe,
    vocabulary: vocabulary && { tokens: [...vocabulary.tokens], unknown: vocabulary.unknown },
    series: series && { ...series, columns: [...series.columns], targets: [...series.targets] },
    precision: trainer.values instanceof Float32Array ? "float32" : "float64",
    parameters: parameters.map(({ path, rows, columns, offset }) => ({ path, rows, columns, offset })),
    slots: trainer.slots.length,
    floats: { values: trainer.values.length, state: trainer.state.length },
    trainer: {
      step: trainer.step,
      smoothedLoss: trainer.smoothedLoss,
      blindLoss: trainer.blindLoss,
      optimizerSince: trainer.optimizerSince,
      since: trainer.since,
      watched: { ...trainer.watched, watchers: [...trainer.watched.watchers] },
      batcher: trainer.batcher,
    },
    best: trainer.best && {
      step: trainer.best.step,
      loss: trainer.best.loss,
      smoothedLoss: trainer.best.smoothedLoss,
      batcher: trainer.best.batcher,
    },
    text,
  };
}

/**
 * The floats of what it returns are views of `file`, not copies.
 *
 * @throws EngineError `badModelFile`, saying what is wrong with a file that is foreign, newer, cut off or damaged.
 */
export function readModelFile(file: ArrayBuffer, registry: Registry = createRegistry()): SavedModel {
  const { headerBytes, version: found } = checkedPreamble(file);
  const header = parsedHeader(new Uint8Array(file, preamble, headerBytes), found, registry);
  const values = padded(header.floats.values * bytesPerFloat(header.precision));
  const state = padded(header.floats.state * bytesPerFloat(header.precision));
  const begin = preamble + headerBytes;
  const one = values * (1 + header.slots) + state;
  const length = begin + one * (header.best === null ? 1 : 2);
  if (file.byteLength !== length) throw badModelFile(`it has ${file.byteLength} bytes where its header speaks of ${length}`);
  const numbersAt = (from: number) => {
    const floats = (part: number, count: number) => getFloats(file, from + part * values, count, header.precision);
    return {
      values: floats(0, header.floats.values),
      slots: Array.from({ length: header.slots }, (_, slot) => floats(1 + slot, header.floats.values)),
      state: floats(1 + header.slots, header.floats.state),
    };
  };
  return {
    recipe: wholeRecipe(header.recipe, registry),
    vocabulary: header.vocabulary && new Vocabulary(header.vocabulary.tokens, header.vocabulary.unknown),
    series: header.series && savedSeries(header.series),
    parameters: header.parameters,
    trainer: {
      step: header.trainer.step,
      smoothedLoss: header.trainer.smoothedLoss,
      blindLoss: header.trainer.blindLoss,
      optimizerSince: header.trainer.optimizerSince,
      since: header.trainer.since,
      watched: header.trainer.watched,
      ...numbersAt(begin),
      // It has come out of JSON.parse.
      batcher: header.trainer.batcher as Json,
      best: header.best && { ...header.best, batcher: header.best.batcher as Json, ...numbersAt(begin + one) },
    },
    text: header.text,
  };
}

function checkedPreamble(file: ArrayBuffer): { readonly headerBytes: number; readonly version: number } {
  const bytes = new Uint8Array(file);
  const begin = bytes.subarray(0, magic.length);
  if (begin.some((byte, i) => byte !== magic[i])) throw badModelFile("it does not begin as one");
  if (bytes.length < preamble) throw badModelFile(`it was cut off after ${bytes.length} bytes`);
  const words = new DataView(file);
  const found = words.getUint32(8, true);
  if (found < 1 || found > version)
    throw badModelFile(`it is of version ${found}, and this Gatescope reads versions 1 to ${version}`);
  const headerBytes = words.getUint32(16, true);
  if (headerBytes % 8 !== 0 || preamble + headerBytes > bytes.length) throw badModelFile("its header was cut off");
  if (crc32(bytes.subarray(16)) !== words.getUint32(12, true))
    throw badModelFile("its checksum is wrong, so it was damaged or cut off");
  return { headerBytes, version: found };
}

function parsedHeader(bytes: Uint8Array, found: number, registry: Registry): ModelHeader {
  const text = decodeUtf8(bytes);
  if (text === null) throw badModelFile("its header is not UTF-8");
  const json = parsedJson(text);
  const header =
    found === 1
      ? sound(() => fromVersion1(registry, checked(modelHeader1, json)))
      : checked<typeof modelHeader>(modelHeader, json);
  const problem = headerProblem(header);
  if (problem !== "") throw badModelFile(problem);
  return header;
}

function checked<S extends v.GenericSchema>(schema: S, json: unknown): v.InferOutput<S> {
  const parsed = v.safeParse(schema, json);
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  throw badModelFile(`in its header, at ${v.getDotPath(issue) ?? "the top"}: ${issue.message}`);
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw badModelFile("its header is not JSON");
  }
}

function savedSeries({ columns, targets, scaling: given }: NonNullable<ModelHeader["series"]>): SavedSeries {
  const scaling = readScaling(given, columns.length);
  if (scaling === null || targets.some((place) => place >= columns.length))
    throw badModelFile("its columns and their scaling do not fit together");
  return { columns, targets, scaling };
}

/** Nothing is left to choose in what a run has written; a file may hold anything. */
const wholeRecipe = (given: unknown, registry: Registry): WholeRecipe =>
  sound(() => complete(registry, requireRecipe(registry, given, "recipe"), ""));

function sound<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof EngineError && error.code === "badConfiguration")
      throw badModelFile(`its recipe is out of limits: ${error.message.replace(/\.$/, "")}`);
    throw error;
  }
}

export function badModelFile(reason: string): EngineError {
  return new EngineError(
    "badModelFile",
    `The saved model cannot be used: ${reason}.`,
    "Train a new model; a copy of the file from before, if there is one, can take its place.",
  );
}

function padded(bytes: number): number {
  return Math.ceil(bytes / 8) * 8;
}
