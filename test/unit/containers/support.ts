import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xorshift128plus } from "pure-rand/generator/xorshift128plus";
import { expect } from "vitest";
import type { Container, ContainerFormat, ModelSource } from "../../../engine/containers/tensors/container.ts";
import { EngineError } from "../../../engine/errors/errors.ts";

const fixtures = join(import.meta.dirname, "fixtures");

/** A kept file that its framework wrote, with those beside it. */
export const fixture = (folder: string, file?: string): ModelSource => sourceIn(join(fixtures, folder), file);

/** A folder's model file. */
export function sourceIn(folder: string, file = mainFile(folder)): ModelSource {
  const bytes = (name: string) => Uint8Array.from(readFileSync(join(folder, name)));
  const beside = readdirSync(folder);
  return { name: file, bytes: bytes(file), sibling: (name) => (beside.includes(name) ? bytes(name) : undefined) };
}

const mainFile = (folder: string): string =>
  readdirSync(folder).find((file) => !file.endsWith(".json") && !file.endsWith(".bin") && !file.endsWith(".data"))!;

interface ExpectedTensor {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data: readonly (number | string | boolean)[];
}

/** What the real library read from the fixture (`test/frameworks/dumpTensors.py`). */
function expectedTensors(folder: string, file: string): Readonly<Record<string, ExpectedTensor>> {
  return JSON.parse(readFileSync(join(fixtures, folder, `${file}.json`), "utf8")).tensors;
}

export interface PlainTensor {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data: readonly number[];
}

export function plainTensors({ tensors }: Container): Readonly<Record<string, PlainTensor>> {
  return Object.fromEntries(
    tensors.map((tensor) => [
      tensor.name,
      { dtype: tensor.dtype, shape: tensor.shape, data: Array.from(tensor.read() as ArrayLike<number | bigint>, Number) },
    ]),
  );
}

/** Ours, tensor by tensor and number by number, is what the real library read. */
export function expectTensors(container: Container, folder: string, file = "tensors"): void {
  const expected = Object.entries(expectedTensors(folder, file)).map(([name, { data, ...rest }]) => [
    name,
    { ...rest, data: data.map(Number) },
  ]);
  expect(plainTensors(container)).toEqual(Object.fromEntries(expected));
}

/** What a file is refused with. */
export function refusal(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    expect(error.code).toBe("badModelFile");
    expect(error.advice).not.toBe("");
    return error.message;
  }
  throw new Error("the file was accepted");
}

/** Reads everything of a file. */
export function readAll(format: ContainerFormat, source: ModelSource): Container {
  const container = format.read(source);
  for (const tensor of container.tensors) tensor.read();
  return container;
}

export function withBytes(source: ModelSource, change: (bytes: Uint8Array) => Uint8Array | undefined): ModelSource {
  const bytes = source.bytes.slice();
  return { ...source, bytes: change(bytes) ?? bytes };
}

/**
 * Damages a file in drawn ways and reads it: each must be refused in our words, or give tensors whose numbers are as many as their
 * shapes say, of no more bytes than honest growth allows. Anything else that is thrown, a hang or a flood of memory is a fault.
 */
export function fuzz(format: ContainerFormat, source: ModelSource, rounds: number, seed: number): void {
  fuzzWith((damaged) => checkSizes(readAll(format, damaged), damaged), source, rounds, seed);
}

/** @param read must end, or refuse in our words. */
export function fuzzWith(read: (damaged: ModelSource) => unknown, source: ModelSource, rounds: number, seed: number): void {
  const draw = drawing(seed);
  for (let round = 0; round < rounds; round++) {
    const kind = round % damages.length;
    const damaged = withBytes(source, (bytes) => damages[kind]!(bytes, draw));
    try {
      read(damaged);
    } catch (error) {
      if (!(error instanceof EngineError)) throw new Error(`seed ${seed}, round ${round}: ${(error as Error).stack}`);
      expect(error.code, error.message).toBe("badModelFile");
      expect(error.message.startsWith(source.name), error.message).toBe(true);
    }
  }
}

/** A sound file's pieces that are cut off must be missed, wherever it is cut. */
export function expectTruncationRefused(format: ContainerFormat, source: ModelSource, rounds: number, seed: number): void {
  const draw = drawing(seed);
  for (let round = 0; round < rounds; round++) {
    const length = draw(0, source.bytes.length - 1);
    const cut = withBytes(source, (bytes) => bytes.slice(0, length));
    expect(() => readAll(format, cut), `cut to ${length} bytes`).toThrow(EngineError);
  }
}

type Draw = (least: number, most: number) => number;

export function drawing(seed: number): Draw {
  const generator = xorshift128plus(seed);
  return (least, most) => uniformInt(generator, least, most);
}

type Damage = (bytes: Uint8Array, draw: Draw) => Uint8Array | undefined;

const damages: readonly Damage[] = [
  (bytes, draw) => bytes.slice(0, draw(0, bytes.length - 1)),
  (bytes, draw) => flip(bytes, draw, 1),
  (bytes, draw) => flip(bytes, draw, 8),
  (bytes, draw) => overwrite(bytes, draw, 4, 0xff),
  (bytes, draw) => overwrite(bytes, draw, 8, 0xff),
  (bytes, draw) => overwrite(bytes, draw, draw(1, 16), 0),
  (bytes, draw) => overwrite(bytes, draw, 4, 0x7f),
  moveBytes,
  (bytes, draw) => cutOut(bytes, draw(0, bytes.length - 1), draw(1, 64)),
];

function flip(bytes: Uint8Array, draw: Draw, count: number): undefined {
  for (let i = 0; i < count; i++) {
    const at = draw(0, bytes.length - 1);
    bytes[at] = bytes[at]! ^ (1 << draw(0, 7));
  }
}

function overwrite(bytes: Uint8Array, draw: Draw, length: number, value: number): undefined {
  const at = draw(0, bytes.length - 1);
  bytes.fill(value, at, at + length);
}

function moveBytes(bytes: Uint8Array, draw: Draw): undefined {
  const from = draw(0, bytes.length - 1);
  bytes.copyWithin(draw(0, bytes.length - 1), from, from + draw(1, 32));
}

const cutOut = (bytes: Uint8Array, at: number, length: number): Uint8Array =>
  Uint8Array.from([...bytes.subarray(0, at), ...bytes.subarray(at + length)]);

/** 16 MiB, or a hundredfold of what is packed: see `bytes/limits.ts`. */
function checkSizes({ tensors }: Container, { bytes }: ModelSource): void {
  for (const tensor of tensors) {
    const numbers = tensor.read();
    expect(numbers.length).toBe(tensor.shape.reduce((product, length) => product * length, 1));
    expect(numbers.byteLength).toBeLessThanOrEqual(Math.max(2 ** 24, 100 * bytes.length) * 2);
  }
}
