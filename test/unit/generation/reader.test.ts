import { describe, expect, it } from "vitest";
import { softmaxRow } from "../../../engine/generation/distribution.ts";
import type { Reader } from "../../../engine/generation/reader.ts";
import { type Cutoff, Sampler } from "../../../engine/generation/sampler.ts";
import { Random } from "../../../engine/random/random.ts";
import type { Run } from "../../../engine/runs/build.ts";
import { readerOf as newReader, trained } from "./saved.ts";

function readerOf(run: Run, rows: number): Reader {
  const reader = newReader(run, rows);
  reader.copyWeights(run.trainer.model.values);
  return reader;
}

describe("reading a stream", () => {
  const { run } = trained({ layers: 2 }, 20);
  const ids = [...run.data.ids.subarray(10, 90)];

  it("expects what the model expects in training", () => {
    const { model } = run.trainer;
    model.state.fill(0);
    for (let t = 0; t < 7; t++) model.inputs.fill(ids[t]!, t * 3, (t + 1) * 3);
    model.forward();
    const expected = new Float64Array(run.data.vocabulary.size);
    softmaxRow(model.logits(6), 0, 1, expected);
    const reader = readerOf(run, 1);
    reader.read(reader.start, ids.slice(0, 7));
    expect(reader.probabilities(0)).toEqual(expected);
  });

  it("in pieces of any length is reading it at once", () => {
    const reader = readerOf(run, 1);
    const whole = reader.read(reader.start, ids);
    const expected = reader.probabilities(0).slice();
    for (const piece of [1, 5, 33]) {
      let reading = reader.start;
      for (let at = 0; at < ids.length; at += piece) reading = reader.read(reading, ids.slice(at, at + piece));
      expect(reading).toEqual(whole);
      expect(reader.probabilities(0)).toEqual(expected);
    }
  });

  it("with several rows is reading each alone", () => {
    const single = readerOf(run, 1);
    const several = readerOf(run, 3);
    const starts = [4, 9, 30].map((count) => single.read(single.start, ids.slice(0, count)));
    const tokens = [[1], [2], [3]];
    const readings = several.advance(starts, tokens);
    for (const [row, start] of starts.entries()) {
      expect(readings[row]).toEqual(single.read(start, tokens[row]!));
      expect(several.probabilities(row)).toEqual(single.probabilities(0));
    }
  });

  it("does not change where it went on from", () => {
    const reader = readerOf(run, 1);
    const reading = reader.read(reader.start, ids.slice(0, 5));
    const kept = reading.state.slice();
    reader.read(reading, ids);
    expect(reading.state).toEqual(kept);
  });
});

describe("reading windows", () => {
  const { run } = trained({ batching: "windows", sequenceLength: 4 }, 20);
  const ids = [...run.data.ids.subarray(0, 20)];

  it("sees the last T tokens and nothing before them", () => {
    const reader = readerOf(run, 1);
    reader.read(reader.start, ids);
    const expected = reader.probabilities(0).slice();
    reader.read(reader.read(reader.start, ids.slice(16, 18)), ids.slice(18, 20));
    expect(reader.probabilities(0)).toEqual(expected);
  });

  it("expects what the model expects in training", () => {
    const { model } = run.trainer;
    for (let t = 0; t < 4; t++) model.inputs.fill(ids[t]!, t * 3, (t + 1) * 3);
    model.state.fill(0);
    model.forward();
    const expected = new Float64Array(run.data.vocabulary.size);
    softmaxRow(model.logits(0), 0, 1, expected);
    const reader = readerOf(run, 2);
    reader.advance([reader.start, reader.start], [ids.slice(0, 4), ids.slice(0, 4)]);
    expect(reader.probabilities(0)).toEqual(expected);
    expect(reader.probabilities(1)).toEqual(expected);
  });
});

describe("sampling", () => {
  const { run } = trained({}, 60);
  const reader = readerOf(run, 1);
  const sample = (temperature: number, seed: number, unknown: number | null = null, cutoff?: Cutoff) => {
    const random = new Random(seed);
    const sampler = new Sampler(reader, [3, 1, 4], temperature, unknown, () => random.uniform(), cutoff);
    return Array.from({ length: 40 }, () => sampler.next());
  };

  it("gives the same text for the same seed, and another one for another", () => {
    expect(sample(1, 7)).toEqual(sample(1, 7));
    expect(sample(1, 8)).not.toEqual(sample(1, 7));
  });

  it("at a low temperature takes the most probable token every time", () => {
    const drawn = sample(0.01, 1).slice(0, 10);
    let reading = reader.read(reader.start, [3, 1, 4]);
    for (const { id, probability } of drawn) {
      const expected = reader.probabilities(0);
      expect(probability).toBe(Math.max(...expected));
      expect(expected[id]).toBe(probability);
      reading = reader.read(reading, [id]);
    }
  });

  it("at temperature 0 takes it too, whatever is drawn", () => {
    expect(sample(0, 1)).toEqual(sample(0, 2));
    expect(sample(0, 1).slice(0, 10)).toEqual(sample(0.01, 1).slice(0, 10));
  });

  it("of the most probable token alone is that token every time", () => {
    const greedy = sample(0, 1);
    expect(sample(5, 3, null, { topK: 1, topP: null })).toEqual(greedy);
    expect(sample(5, 3, null, { topK: null, topP: 1e-9 })).toEqual(greedy);
  });

  it("of everything is as without a cut-off", () => {
    expect(sample(1, 3, null, { topK: run.data.vocabulary.size, topP: 1 })).toEqual(sample(1, 3));
  });

  it("tells the probability at temperature 1", () => {
    const drawn = sample(3, 2);
    let reading = reader.read(reader.start, [3, 1, 4]);
    for (const { id, probability } of drawn) {
      expect(probability).toBe(reader.probabilities(0)[id]);
      reading = reader.read(reading, [id]);
    }
  });

  it("never draws the unknown token", () => {
    const { id } = sample(0.01, 1)[0]!;
    for (const temperature of [0, 0.001, 0.01, 0.1, 1, 10])
      for (const drawn of sample(temperature, 1, id)) expect(drawn.id).not.toBe(id);
  });

  it("gives the unknown token's share to the others in proportion, at any temperature", () => {
    reader.read(reader.start, [3, 1, 4]);
    const all = reader.probabilities(0).slice();
    const [first, second] = [...all.keys()].sort((a, b) => all[b]! - all[a]!) as [number, number];
    const others = reader.probabilities(0, 1, first).slice();
    for (const [id, probability] of others.entries())
      expect(probability).toBeCloseTo(id === first ? 0 : all[id]! / (1 - all[first]!), 12);
    expect(sample(0, 1, first)[0]!.id).toBe(second);
  });
});
