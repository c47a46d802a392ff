import { describe, expect, test } from "vitest";
import type { NetworkSpec } from "../../../engine/layers/networkSpec.ts";
import type { ParameterInfo } from "../../../engine/memory/parameterInfo.ts";
import { huesOf } from "../../../webview/shared/hues.ts";
import { kindLabel, networkWords } from "../../../webview/shared/kinds.ts";
import { cellPartAt, choicesOf, firstChoice, leavesOf, partsOf } from "../../../webview/shared/parts.ts";
import { bidirectional, gru, mixed, plugin, shakespeare, story } from "../../webview/fixture/description.ts";
import { described, stackOf } from "../../webview/fixture/networks.ts";

const lstm = (hiddenSize: number): NetworkSpec => ({ lstm: { hiddenSize } });
const titles = (description: Parameters<typeof partsOf>[0]) => leavesOf(partsOf(description)).map(({ title }) => title);

describe("the parts of a model", () => {
  test("are named by what they are and where they stand, whatever the network", () => {
    expect(titles(story)).toEqual(["LSTM", "dense"]);
    expect(titles(gru)).toEqual(["GRU", "dense"]);
    expect(titles(shakespeare)).toEqual(["layer 1", "layer 2", "dense"]);
    expect(titles(plugin)).toEqual(["layer 1", "layer 2", "dense"]);
    expect(titles(bidirectional)).toEqual([
      "forward, layer 1",
      "forward, layer 2",
      "backward, layer 1",
      "backward, layer 2",
      "dense",
    ]);
    expect(titles(mixed)).toEqual([
      "embedding",
      "layer 1",
      "layer 2",
      "layer 3, highway",
      "layer 3",
      "layer 4, forward",
      "layer 4, backward",
      "dense",
      "initial state",
    ]);
    expect(titles(described(stackOf(2, stackOf(2, lstm(2))), 4))).toEqual([
      "layer 1.1",
      "layer 1.2",
      "layer 2.1",
      "layer 2.2",
      "dense",
    ]);
  });

  test("hold each parameter once, by its name within the part", () => {
    for (const description of [story, gru, shakespeare, bidirectional, mixed, plugin]) {
      const held = leavesOf(partsOf(description)).flatMap(({ parameters }) => parameters);
      expect(held.map(({ info }) => info.path).toSorted()).toEqual(description.parameters.map(({ path }) => path).toSorted());
    }
    const names = (description: Parameters<typeof partsOf>[0], place: number) =>
      leavesOf(partsOf(description))
        .at(place)!
        .parameters.map(({ name }) => name);
    expect(names(bidirectional, 0)).toEqual(["kernel", "recurrentKernel", "gamma", "beta", "stateGamma", "stateBeta"]);
    expect(names(mixed, 3)).toEqual(["highway/kernel", "highway/bias"]);
    expect(names(mixed, -1).slice(0, 3)).toEqual(["layer 1, h", "layer 1, c", "layer 3, h"]);
  });

  test("are the same with a prefix before every path", () => {
    const moved = (node: typeof story.network): typeof story.network => ({
      ...node,
      path: `net/${node.path}`,
      children: node.children.map(moved),
    });
    const parameters = shakespeare.parameters.map((info) => ({
      ...info,
      path: info.path.startsWith("dense/") ? info.path : `net/${info.path}`,
    }));
    expect(titles({ network: moved(shakespeare.network), parameters })).toEqual(titles(shakespeare));
  });

  test("stand beside the network too: hidden layers, and initial states named by their cells", () => {
    const vector = (path: string): ParameterInfo => ({
      path,
      rows: 1,
      columns: 3,
      gates: null,
      rowMeaning: "none",
      columnMeaning: "unit",
    });
    const more = ["hidden/0/kernel", "hidden/1/kernel", "initialState/forward/0/h", "initialState/backward/1/c"].map(vector);
    const whole = partsOf({ ...bidirectional, parameters: [...bidirectional.parameters, ...more] });
    expect(
      leavesOf(whole)
        .map(({ title }) => title)
        .slice(4),
    ).toEqual(["hidden 1", "hidden 2", "dense", "initial state"]);
    expect(
      leavesOf(whole)
        .at(-1)!
        .parameters.map(({ name }) => name),
    ).toEqual(["forward, layer 1, h", "backward, layer 2, c"]);
    const alone = partsOf({ ...gru, parameters: [...gru.parameters, vector("initialState/h")] });
    expect(
      leavesOf(alone)
        .at(-1)!
        .parameters.map(({ name }) => name),
    ).toEqual(["h"]);
  });

  test("are kept even where nobody knows whose they are", () => {
    const stray = { ...gru.parameters[0]!, path: "elsewhere/kernel" };
    const moved = { ...gru.network, path: "gru/" };
    const found = leavesOf(partsOf({ network: moved, parameters: [stray] }));
    expect(found.map(({ title, parameters }) => [title, parameters[0]!.name])).toEqual([["others", "elsewhere/kernel"]]);
  });

  test("can be chosen at any height, none twice, and the whole first", () => {
    const choices = (description: Parameters<typeof partsOf>[0]) => choicesOf(partsOf(description)).map(({ title }) => title);
    expect(choices(shakespeare)).toEqual(["whole network", "layer 1", "layer 2", "dense"]);
    expect(choices(bidirectional)).toEqual([
      "whole network",
      "forward",
      "forward, layer 1",
      "forward, layer 2",
      "backward",
      "backward, layer 1",
      "backward, layer 2",
      "dense",
    ]);
    expect(choices(mixed)).toContain("layer 4");
    expect(choices(mixed).filter((title) => title.startsWith("layer 3"))).toEqual(["layer 3, highway", "layer 3"]);
    expect([story, shakespeare].map((description) => firstChoice(partsOf(description)).title)).toEqual([
      "whole network",
      "layer 1",
    ]);
  });

  test("are found by the path of their cell", () => {
    expect(cellPartAt(partsOf(bidirectional), "backward/1/")!.title).toBe("backward, layer 2");
    expect(cellPartAt(partsOf(gru), "")!.title).toBe("GRU");
    expect(cellPartAt(partsOf(gru), "nowhere/")).toBeNull();
  });
});

describe("words for networks", () => {
  test("are short, and tell what is nested", () => {
    expect([story, shakespeare, gru, bidirectional, mixed, plugin].map(({ network }) => networkWords(network))).toEqual([
      "LSTM 5",
      "LSTM 2 × 128",
      "GRU 64",
      "bidirectional layer norm LSTM 2 × 6",
      "LSTM 16 → dense 24 → highway GRU 24 → bidirectional RNN 12",
      "notebook cell 2 × 20",
    ]);
    const both = { bidirectional: { forward: lstm(3), backward: { gru: { hiddenSize: 2 } }, merge: "concat" } };
    expect(networkWords(described(stackOf(2, both), 4).network)).toBe("2 × (bidirectional (LSTM 3, GRU 2))");
  });

  test("write the registry's names as one writes them", () => {
    expect(["layerNormLstm", "gru", "oneHot", "coupledLSTM", "dense"].map(kindLabel)).toEqual([
      "layer norm LSTM",
      "GRU",
      "one hot",
      "coupled LSTM",
      "dense",
    ]);
  });
});

describe("colours of a cell", () => {
  const gate = (symbol: string, role: string) => ({ symbol, name: "", role });

  test("follow roles, whatever a gate is called", () => {
    const hues = huesOf({ gates: [gate("a", "forget"), gate("b", "candidate")], states: [{ name: "h" }, { name: "c" }] });
    expect([hues.gate("a"), hues.gate("b"), hues.state("h"), hues.state("c")]).toEqual([
      "orange",
      "green",
      "foreground",
      "yellow",
    ]);
  });

  test("are the palette's next ones for unknown roles, a second gate of one role, and unknown states", () => {
    const gates = [gate("l", "forget"), gate("r", "forget"), gate("m", "mix"), gate("u", "update")];
    const hues = huesOf({ gates, states: [{ name: "h" }, { name: "s" }] });
    const taken = gates.map(({ symbol }) => hues.gate(symbol));
    expect(taken[0]).toBe("orange");
    expect(new Set([...taken, hues.state("h"), hues.state("s")]).size).toBe(6);
  });
});
