import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { GrowingCurve } from "../../../engine/history/curve.ts";
import { decodeRecord, encodeRecord, type RunRecord } from "../../../extension/storage/record.ts";

const emptyCurve = new GrowingCurve().snapshot();
const record: RunRecord = {
  uri: "file:///a/fable.txt",
  fileName: "fable.txt",
  status: "stopped",
  message: "",
  advice: "",
  description: null,
  progress: null,
  loss: { ...emptyCurve, steps: 2, mean: Float64Array.of(1.5, Number.NaN) },
  smoothed: emptyCurve,
  gradientNorm: emptyCurve,
  gradientHistory: { steps: Float64Array.of(1), stride: 1, since: 0, parameters: [] },
  forecast: null,
  validation: [{ step: 1, loss: 2.5, isBest: true }],
  samples: [{ step: 1, prompt: "the", text: "mice · ␤", tokens: ["mice"], probabilities: Float32Array.of(0.25) }],
};

describe("a saved run's record", () => {
  it("comes back as it was, NaN and odd characters included", () => {
    expect(decodeRecord(encodeRecord(record))).toEqual(record);
  });

  it("comes back from the middle of a larger buffer", () => {
    const bytes = encodeRecord(record);
    const larger = new Uint8Array(bytes.length + 3);
    larger.set(bytes, 3);
    expect(decodeRecord(larger.subarray(3))).toEqual(record);
    // Node's buffers share a pool, and their `slice` is a view.
    expect(decodeRecord(Buffer.from(bytes))).toEqual(record);
  });

  it("keeps arrays of any length", () => {
    fc.assert(
      fc.property(fc.float64Array(), fc.float32Array(), (mean, probabilities) => {
        const sample = { ...record.samples[0]!, probabilities: Float32Array.from(probabilities) };
        const given = { ...record, loss: { ...record.loss, mean: Float64Array.from(mean) }, samples: [sample] };
        expect(decodeRecord(encodeRecord(given))).toEqual(given);
      }),
    );
  });

  it("is null where the bytes are of another kind, of a later version, or cut short", () => {
    const bytes = encodeRecord(record);
    const later = bytes.slice();
    later[14] = 4;
    expect(decodeRecord(new TextEncoder().encode("something else altogether, and long enough"))).toBeNull();
    expect(decodeRecord(later)).toBeNull();
    expect(decodeRecord(bytes.subarray(0, 10))).toBeNull();
    expect(decodeRecord(bytes.subarray(0, 60))).toBeNull();
  });
});
