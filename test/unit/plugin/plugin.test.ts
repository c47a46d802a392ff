import { MessageChannel, type MessagePort } from "node:worker_threads";
import { afterEach, describe, expect, it } from "vitest";
import { derivedOf } from "../../../engine/api/derived.ts";
import { readModelFile } from "../../../engine/formats/modelFile.ts";
import { nodesOf } from "../../../engine/layers/networkNode.ts";
import { checkRecipe, requireRecipe } from "../../../engine/recipe/check.ts";
import { recipeSchema } from "../../../engine/recipe/jsonSchema.ts";
import { createRegistry } from "../../../engine/registry/builtins/createRegistry.ts";
import { buildRun } from "../../../engine/runs/build.ts";
import { EngineClient } from "../../../engine/worker/client.ts";
import type { Report, TensorView } from "../../../engine/worker/protocol.ts";
import { serveEngine } from "../../../engine/worker/server.ts";
import { isValid } from "../recipe/draft07.ts";
import { fable, orderOf, recipeFor } from "../worker/configs.ts";
import { blend } from "./blendCell.ts";

const registry = createRegistry().register(blend);

const network = { stacked: [{ blend: { hiddenSize: 5, gain: 0.7 } }, { residual: { blend: { hiddenSize: 5 } } }] };
const recipeOf = (steps: number, precision = "float32") => {
  const { training, ...plain } = recipeFor({ sampleEvery: 3, sampleLength: 5 });
  return { ...plain, network, training: { ...training, steps, precision } };
};

const ports: MessagePort[] = [];
afterEach(() => {
  for (const port of ports.splice(0)) port.close();
});

/** An engine with the cell, behind a port as a worker's. */
function engine() {
  const { port1, port2 } = new MessageChannel();
  ports.push(port1);
  serveEngine({
    port: {
      post: (message, transfer) => port2.postMessage(message, [...transfer]),
      listen: (receive) => port2.on("message", receive),
    },
    now: () => performance.now(),
    defer: setImmediate,
    later: setTimeout,
    registry,
  });
  const client = new EngineClient(port1);
  const reports: Report[] = [];
  const ended = new Promise<void>((resolve) => {
    client.onReport((report) => {
      reports.push(report);
      if (report.type === "ended") resolve();
    });
  });
  const of = <T extends Report["type"]>(type: T) =>
    reports.filter((report): report is Extract<Report, { readonly type: T }> => report.type === type);
  return { client, ended, of };
}

async function trained(steps: number, model: ArrayBuffer | null = null) {
  const { client, ended, of } = engine();
  const description = await client.call("train", { ...orderOf(), recipe: recipeOf(steps), model });
  await ended;
  const losses = of("progress").flatMap(({ progress }) => [...progress.losses]);
  return { client, of, description, losses, file: await client.call("save", null) };
}

describe("a cell that somebody else brings, by one entry of the registry", () => {
  it("is known to the check of recipes and to their JSON schema, with its options", () => {
    const wrong = { network: { blend: { hiddenSize: 3, gain: 3 } } };
    expect(checkRecipe(registry, wrong).problems).toEqual([
      { place: ["network", "blend", "gain"], message: "is 3, must be a number from 0.1 to 2" },
    ]);
    expect(() => requireRecipe(createRegistry(), { network })).toThrow('There is no network "blend"');
    const schema = recipeSchema(registry);
    expect([isValid(schema, { network }), isValid(schema, wrong)]).toEqual([true, false]);
    expect(isValid(recipeSchema(createRegistry()), { network })).toBe(false);
  });

  it("is described with its place in the network, its gates, its formulas and its parameters", async () => {
    const { description } = await trained(1);
    const found = nodesOf(description.network).filter(({ kind }) => kind === "blend");
    expect(found.map(({ path, options, outputSize }) => [path, options, outputSize])).toEqual([
      ["0/", { hiddenSize: 5, gain: 0.7 }, 5],
      ["1/layer/", { hiddenSize: 5, gain: 1 }, 5],
    ]);
    const { gates, states, quantities, formulas } = found[0]!.cell!;
    expect(gates.map(({ symbol, role }) => [symbol, role])).toEqual([
      ["u", "blend"],
      ["n", "candidate"],
    ]);
    expect(states).toEqual([{ name: "h", size: 5 }]);
    expect(quantities).toEqual(["u", "n", "h", "dh", "du", "dn"]);
    expect(formulas.find(({ quantity }) => quantity === "h")!.text).toBe("h = (1 − u) · h₋ + gain · u · n");
    const kernels = description.parameters.filter(({ path }) => path.startsWith("0/"));
    expect(kernels.map(({ path, gates: blocks, rowMeaning }) => [path, blocks, rowMeaning])).toEqual([
      ["0/kernel", ["u", "n"], "token"],
      ["0/recurrentKernel", ["u", "n"], "unit"],
      ["0/bias", ["u", "n"], "none"],
    ]);
  });

  it("learns, and is shown by pictures of its gates and by what came back to it", async () => {
    const { client, of, losses } = await trained(60);
    expect(losses).toHaveLength(60);
    expect(losses.at(-1)).toBeLessThan(losses[0]! - 0.5);
    const whole = { rows: [0, 99], columns: [0, 99], maxRows: 99, maxColumns: 99 } as const;
    const views: TensorView[] = ["u", "n"].map((gate) => ({ path: "0/recurrentKernel", kind: "value", gate, ...whole }));
    await client.call("watch", { tensors: views, every: 0 });
    const { pictures } = of("tensors").at(-1)!;
    expect(pictures.map(({ view, rows, columns }) => [view.gate, rows, columns])).toEqual([
      ["u", 5, 5],
      ["n", 5, 5],
    ]);
    const counted = pictures.map(({ histogram }) => histogram.reduce((sum, bin) => sum + bin, 0));
    expect(counted).toEqual([25, 25]);
    const { gradients } = of("progress").at(-1)!.progress;
    expect(gradients.parameters.map(({ path }) => path)).toContain("1/layer/recurrentKernel");
    expect(gradients.parameters.every(({ norm, updateRatio }) => norm > 0 && updateRatio > 0)).toBe(true);
    expect(gradients.flow.map(({ path, states }) => [path, states.map(({ name, norms }) => [name, norms.length])])).toEqual([
      ["0/", [["h", 7]]],
      ["1/layer/", [["h", 7]]],
    ]);
  });

  it("writes, is saved, opened, asked and continued to the bits of one run", async () => {
    const [whole, first] = [await trained(12), await trained(6)];
    const second = await trained(12, first.file.slice(0));
    expect([...first.losses, ...second.losses]).toEqual(whole.losses);
    expect(Buffer.compare(Buffer.from(second.file), Buffer.from(whole.file))).toBe(0);
    expect(whole.of("sample")).toHaveLength(4);
    const { client } = engine();
    expect(await client.call("load", whole.file.slice(0))).toMatchObject({ step: 12, can: { predict: true } });
    const { candidates } = await client.call("predict", {
      context: "Long ago",
      contextTokens: 9,
      count: 3,
      actual: "",
    });
    expect(candidates.length).toBeGreaterThan(0);
    expect(() => readModelFile(whole.file.slice(0))).toThrow('There is no network "blend"');
  });

  it("has its gradients checked by differences", async () => {
    const { file } = await trained(3);
    const { client, of } = engine();
    const model = { title: "fable", file, text: fable };
    await client.call("checkParity", { trained: model, cases: [], interrupt: null });
    expect(of("checked")[0]!.result).toMatchObject({ outcome: "passed", message: "" });
  });

  it("has a trace, each number of which is what its formula says", () => {
    const { trainer } = buildRun({ ...orderOf(), recipe: recipeOf(2, "float64") }, { registry });
    trainer.step();
    const { model } = trainer;
    // Once more with the weights that stand there now.
    model.forward();
    model.loss();
    model.zeroGradients();
    model.backward();
    for (const cell of model.cells) {
      const trace = cell.trace(model.arena.floats);
      expect(cell.derivations.map(({ quantity }) => quantity).toSorted()).toEqual(
        Object.keys(trace)
          .filter((name) => name !== "dy")
          .toSorted(),
      );
      for (const { quantity, text } of cell.derivations)
        for (const [t, n, j] of [
          [0, 0, 0],
          [3, 1, 4],
          [6, 2, 2],
        ] as const)
          expect(derivedOf(model, cell, quantity).at(t, n, j), text).toBeCloseTo(trace[quantity]!.at(t, n, j), 12);
    }
  });
});
