import { globSync, readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";

/** The house's walls: who may import whom, read from the imports themselves. */

const root = join(import.meta.dirname, "..", "..");
const rooms = ["engine", "extension", "webview"];
const files = rooms.flatMap((room) => globSync(`${room}/**/*.ts`, { cwd: root })).map((file) => file.replaceAll("\\", "/"));

interface Import {
  readonly from: string;
  /** A path from the project's folder, or a package's name. */
  readonly to: string;
  readonly typeOnly: boolean;
}

const statement =
  /^\s*(?:import|export)(?<type>\s+type)?\s+(?:[^;"'=]*?\bfrom\s+)?["'](?<to>[^"']+)["']|\bimport\(\s*["'](?<lazy>[^"']+)["']\s*\)/gmu;

function importsOf(file: string): Import[] {
  const text = readFileSync(join(root, file), "utf8");
  return [...text.matchAll(statement)].map(({ groups }) => {
    const named = groups?.to ?? groups?.lazy ?? "";
    const to = named.startsWith(".") ? join(dirname(file), named).replaceAll("\\", "/") : named;
    return { from: file, to, typeOnly: groups?.type !== undefined };
  });
}

const imports = files.flatMap(importsOf);
const isNode = (name: string): boolean => name.startsWith("node:") || builtinModules.includes(name);
const told = (wrong: readonly Import[]): string[] => wrong.map(({ from, to }) => `${from} imports ${to}`);
const inRoom = (room: string): Import[] => imports.filter(({ from }) => from.startsWith(`${room}/`));
const leaves = (room: string, ...allowed: string[]): Import[] =>
  inRoom(room).filter(
    ({ to }) => rooms.some((other) => to.startsWith(`${other}/`)) && ![room, ...allowed].some((ok) => to.startsWith(`${ok}/`)),
  );

describe("the walls between the rooms", () => {
  test("every room has files with imports, so that this test sees something", () => {
    for (const room of rooms) expect(inRoom(room).length, room).toBeGreaterThan(0);
  });

  test("the engine imports no vscode and no node, and of packages only the ones that check what files claim and unpack them", () => {
    const packages = ["valibot", "fflate"];
    expect(told(inRoom("engine").filter(({ to }) => !to.startsWith("engine/") && !packages.includes(to)))).toEqual([]);
  });

  test("only one file knows how to unpack, so that nothing is unpacked beyond what was claimed and allowed", () => {
    expect(imports.filter(({ to }) => to === "fflate").map(({ from }) => from)).toEqual(["engine/containers/zip/inflate.ts"]);
  });

  test("the extension knows the engine, and of the webviews only their contract", () => {
    expect(told(leaves("extension", "engine").filter(({ to }) => to !== "webview/protocol.ts"))).toEqual([]);
  });

  test("the webviews know the engine and nothing of vscode or node", () => {
    expect(told(leaves("webview", "engine"))).toEqual([]);
    expect(told(inRoom("webview").filter(({ to }) => to === "vscode" || isNode(to)))).toEqual([]);
  });

  test("the worker's entry imports no vscode: a worker has none", () => {
    const worker = imports.filter(({ from }) => from.startsWith("extension/worker/"));
    expect(told(worker.filter(({ from, to }) => from.endsWith("/main.ts") && to === "vscode"))).toEqual([]);
  });

  test("only one file knows the webview toolkit", () => {
    const users = imports.filter(({ to }) => to.startsWith("@vscode/webview-ui-toolkit")).map(({ from }) => from);
    expect([...new Set(users)]).toEqual(["webview/shared/components.ts"]);
  });

  test("no file imports itself, by however many detours", () => {
    expect(cycles()).toEqual([]);
  });
});

/** From the ground up: a room may import from those below it and from nothing beside or above it, types included. */
const floors = [
  "engine/errors",
  "engine/words",
  "engine/random",
  "engine/memory",
  "engine/kernels",
  "engine/kernels/reference",
  "engine/kernels/checked",
  "engine/kernels/simd/generated",
  "engine/kernels/simd",
  "engine/kernels/sets",
  "engine/trace",
  "engine/layers",
  "engine/cells",
  "engine/cells/lstm",
  "engine/cells/layerNormLstm",
  "engine/cells/gru",
  "engine/cells/rnn",
  "engine/wrappers",
  "engine/losses",
  "engine/optimizers",
  "engine/initializers",
  "engine/text/encodings",
  "engine/text/tokenizers",
  "engine/text",
  "engine/text/batching",
  "engine/series",
  "engine/tasks",
  "engine/registry",
  "engine/recipe",
  "engine/presets",
  "engine/registry/builtins",
  "engine/model",
  "engine/training",
  "engine/formats",
  "engine/containers/bytes",
  "engine/containers/tensors",
  "engine/containers/safetensors",
  "engine/containers/zip",
  "engine/containers/npy",
  "engine/containers/hdf5",
  "engine/containers/keras",
  "engine/containers/pickle",
  "engine/containers/torch",
  "engine/containers/tfjs",
  "engine/containers/protobuf",
  "engine/containers/onnx",
  "engine/containers",
  "engine/generation",
  "engine/runs",
  "engine/frameworks",
  "engine/parity",
  "engine/parity/checks",
  "engine/worker",
  "engine/history",
  "engine/api",
  "engine",
  "webview",
  "webview/shared",
  "webview/lab/forecast",
  "webview/lab/form",
  "webview/lab/heatmap",
  "webview/lab/network",
  "webview/lab",
  "webview/inspector",
  "extension/person",
  "extension/settings",
  "extension/source",
  "extension/storage",
  "extension/worker",
  "extension/run",
  "extension/views",
  "extension/room",
  "extension/hover",
  "extension/status",
  "extension/recipes",
  "extension/commands",
  "extension/parity",
  "extension",
  "extension/cli",
];

describe("the floors", () => {
  const written = (file: string): boolean => !file.startsWith("engine/kernels/simd/assembly/");
  const between = imports.filter(
    ({ from, to }) => rooms.some((room) => to.startsWith(`${room}/`)) && dirname(from) !== dirname(to),
  );

  test("every folder has its floor, and every floor is a folder", () => {
    expect([...new Set(files.filter(written).map((file) => dirname(file)))].toSorted()).toEqual(floors.toSorted());
  });

  test("no import climbs, and so no two folders import each other", () => {
    const floorOf = (file: string): number => floors.indexOf(dirname(file));
    expect(told(between.filter(({ from, to }) => written(from) && floorOf(to) >= floorOf(from)))).toEqual([]);
  });
});

/** Types vanish when the code is built, so that only imports of values can make a cycle. */
function cycles(): string[] {
  const next = Map.groupBy(
    imports.filter(({ typeOnly }) => !typeOnly),
    ({ from }) => from,
  );
  const done = new Set<string>();
  const found: string[] = [];
  const visit = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) found.push([...path.slice(path.indexOf(file)), file].join(" → "));
    if (done.has(file) || path.includes(file)) return;
    for (const { to } of next.get(file) ?? []) visit(to, [...path, file]);
    done.add(file);
  };
  for (const file of files) visit(file, []);
  return found;
}
