import { describe, expect, test } from "vitest";
import { type KerasAttributes, keras } from "../../../engine/containers/keras/keras.ts";
import { npz } from "../../../engine/containers/npy/npz.ts";
import type { Container } from "../../../engine/containers/tensors/container.ts";
import { writeZip } from "../../../engine/containers/zip/writeZip.ts";
import { expectTensors, expectTruncationRefused, fixture, fuzz, plainTensors, refusal } from "./support.ts";

const attributesOf = (container: Container) => container.attributes as unknown as KerasAttributes;

describe("Keras 3's models", () => {
  test.each(["keras3-char-lstm", "keras3-bidirectional-sum"])("%s is read to the last bit", (folder) => {
    const source = fixture(folder);
    expect(keras.detect(source)).toBe(true);
    expect(npz.detect(source)).toBe(false);
    const container = keras.read(source);
    expectTensors(container, folder);
    expect(container.warnings).toEqual([]);
    expect(attributesOf(container)).toMatchObject({ config: { module: "keras" }, metadata: { keras_version: "3.15.1" } });
  });

  test("the layers' own names are on the groups of their variables", () => {
    expect(attributesOf(keras.read(fixture("keras3-char-lstm"))).weights["layers/lstm/vars"]).toEqual({ name: "lstm" });
  });

  test("come back as they went", () => {
    const container = keras.read(fixture("keras3-bidirectional-sum"));
    const [file] = keras.write(container, "again.keras");
    const back = keras.read(file!);
    expect(plainTensors(back)).toEqual(plainTensors(container));
    expect(back.attributes).toEqual(container.attributes);
    expect(() => keras.write({ tensors: [] }, "m.keras")).toThrow(/needs the attribute config/u);
  });

  test("what is missing is named", () => {
    const text = (name: string, content: string) => ({ name, bytes: new TextEncoder().encode(content) });
    const refused = (...entries: { name: string; bytes: Uint8Array }[]) =>
      refusal(() => keras.read({ name: "m.keras", bytes: writeZip(entries) }));
    expect(refused(text("config.json", "{}"))).toBe("m.keras: there is no entry model.weights.h5 in the archive.");
    expect(refused(text("config.json", "{}"), text("model.weights.h5", "x"))).toBe(
      "m.keras/model.weights.h5: it is no HDF5 file: it has no signature.",
    );
  });

  test("damaged files", () => {
    expectTruncationRefused(keras, fixture("keras3-char-lstm"), 100, 41);
    fuzz(keras, fixture("keras3-char-lstm"), 600, 42);
  });
});
