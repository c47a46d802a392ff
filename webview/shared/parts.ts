import type { NetworkNode } from "../../engine/layers/networkNode.ts";
import type { ParameterInfo } from "../../engine/memory/parameterInfo.ts";
import type { RunDescription } from "../../engine/runs/description.ts";
import { formatCount } from "../../engine/words/numbers.ts";
import { kindLabel } from "./kinds.ts";

/** A part of a model as the pages name it: a node of its network, or what stands beside the network, such as the dense head. */
export interface Part {
  /** Tells it from all other parts; the same in the next run of the same network. */
  readonly id: string;
  /** Readable alone: "forward, layer 2". */
  readonly title: string;
  /** Such as `layer norm LSTM`. */
  readonly kind: string;
  /** Null for what stands beside the network. */
  readonly node: NetworkNode | null;
  /** Those of no part within it, in memory order. */
  readonly parameters: readonly OwnParameter[];
  readonly children: readonly Part[];
}

export interface OwnParameter {
  readonly info: ParameterInfo;
  /** Within its part, such as `recurrentKernel`. */
  readonly name: string;
}

type Described = Pick<RunDescription, "network" | "parameters">;

/** Where something that has parameters stands; the longest path that a parameter's begins with is its owner's. */
interface Owner {
  readonly id: string;
  readonly path: string;
  readonly title: string;
  readonly kind: string;
  readonly node: NetworkNode | null;
}

/** The whole model as a tree of parts; those beside the network that have no parameters are left out. */
export function partsOf({ network, parameters }: Described): Part {
  const within = ownersIn(network, null, 0, []);
  const below = beside(parameters, "embedding/", "embedding");
  const above = [...hiddenIn(parameters), ...beside(parameters, "dense/", "dense")];
  const states = beside(parameters, "initialState/", "initial state");
  const owners = [...within.map(({ owner }) => owner), ...below, ...above, ...states];
  const owned = Map.groupBy(parameters, ({ path }) => ownerOf(owners, path));
  const part = (owner: Owner, children: readonly Part[]): Part => {
    const { path, ...facts } = owner;
    const own = owned.get(owner) ?? [];
    return { ...facts, parameters: own.map((info) => ({ info, name: nameOf(info, path, within) })), children };
  };
  const alone = (owner: Owner): Part => part(owner, []);
  const tree = (found: Found): Part => part(found.owner, found.children.map(tree));
  const others = { id: "others", path: "", title: "others", kind: "", node: null };
  owned.set(others, owned.get(undefined) ?? []);
  const children = [...below, within[0]!, ...above, ...states, others].flatMap((one) => {
    const built = "owner" in one ? tree(one) : alone(one);
    return built.node === null && built.parameters.length === 0 ? [] : [built];
  });
  return { id: "", title: "whole network", kind: "", node: null, parameters: [], children };
}

/** Parts that have parameters of their own, from the input on. */
export const leavesOf = (part: Part): readonly Part[] => [
  ...(part.parameters.length > 0 ? [part] : []),
  ...part.children.flatMap(leavesOf),
];

/** Parts worth choosing: no two hold the same parameters, and the first is the whole. */
export function choicesOf(whole: Part): readonly Part[] {
  const found = new Map<string, Part>();
  const visit = (part: Part): void => {
    const held = JSON.stringify(leavesOf(part).map(({ id }) => id));
    // Of wrappers around one layer the innermost has the shortest name.
    if (held !== "[]" && found.get(held) !== whole) found.set(held, part);
    part.children.forEach(visit);
  };
  visit(whole);
  const network = whole.children.find(({ node }) => node !== null);
  return [...found.values()].filter((part) => part !== network || part.parameters.length > 0);
}

/** What to show first: all of a small network, else its first cell. */
export function firstChoice(whole: Part): Part {
  const cells = leavesOf(whole).filter(({ node }) => node?.cell);
  return cells.length > 1 ? cells[0]! : whole;
}

/** All parts below the whole, with how deep each lies. */
export function outlineOf(whole: Part): readonly { readonly part: Part; readonly depth: number }[] {
  const visit = (part: Part, depth: number): { part: Part; depth: number }[] => [
    { part, depth },
    ...part.children.flatMap((child) => visit(child, depth + 1)),
  ];
  return whole.children.flatMap((part) => visit(part, 0));
}

/** The part of the cell that stands at a path. */
export const cellPartAt = (whole: Part, path: string): Part | null =>
  outlineOf(whole)
    .map(({ part }) => part)
    .find(({ node }) => node?.cell && node.path === path) ?? null;

export const weightsIn = (part: Part): number =>
  leavesOf(part)
    .flatMap(({ parameters }) => parameters)
    .reduce((sum, { info }) => sum + info.rows * info.columns, 0);

/** What a part is, and how much of it there is. */
export function partWords(part: Part): string {
  const { kind, title, node } = part;
  const sizes = node === null ? [] : [`reads ${formatCount(node.inputSize)}, writes ${formatCount(node.outputSize)}`];
  const way = node?.cell?.reversed ? ["from the last token to the first"] : [];
  return [...(kind === title ? [] : [kind]), ...sizes, ...way, `${formatCount(weightsIn(part))} weights`].join(" · ");
}

interface Found {
  readonly owner: Owner;
  readonly children: readonly Found[];
}

/** Itself first, then all below it: of nodes with one path the innermost comes last. */
function ownersIn(node: NetworkNode, parent: NetworkNode | null, place: number, around: readonly string[]): readonly Found[] {
  const names = parent === null ? around : namesIn(node, parent, place, around);
  const children = node.children.map((child, k) => ownersIn(child, node, k, names));
  const { kind, path } = node;
  const label = kindLabel(kind);
  // What runs around a single layer has that layer's place, and a name of its own.
  const title = [...names, ...(names.length === 0 || node.children.length === 1 ? [label] : [])].join(", ");
  const owner = { id: `${path} ${kind}`, path, title, kind: label, node };
  return [{ owner, children: children.map(([first]) => first!) }, ...children.flat()];
}

/** What tells a node from its siblings is what its path has behind its parent's; the only child needs no name. */
function namesIn({ path }: NetworkNode, parent: NetworkNode, place: number, around: readonly string[]): readonly string[] {
  if (parent.children.length === 1) return around;
  const own = path.startsWith(parent.path) ? trimmed(path.slice(parent.path.length)) : "";
  if (!/^\d+$/.test(own)) return [...around, own === "" ? `part ${place + 1}` : own];
  const number = Number(own) + 1;
  const last = around.at(-1);
  const isLayer = last?.startsWith("layer ") ?? false;
  return isLayer ? [...around.slice(0, -1), `${last}.${number}`] : [...around, `layer ${number}`];
}

function beside(parameters: readonly ParameterInfo[], path: string, title: string): readonly Owner[] {
  const has = parameters.some((parameter) => parameter.path.startsWith(path));
  return has ? [{ id: path, path, title, kind: title, node: null }] : [];
}

/** The dense layers between network and head. */
function hiddenIn(parameters: readonly ParameterInfo[]): readonly Owner[] {
  const found: Owner[] = [];
  for (let k = 0; ; k++) {
    const next = beside(parameters, `hidden/${k}/`, `hidden ${k + 1}`);
    if (next.length === 0) return found;
    found.push(...next.map((owner) => ({ ...owner, kind: "dense" })));
  }
}

function ownerOf(owners: readonly Owner[], path: string): Owner | undefined {
  const candidates = owners.filter((owner) => path.startsWith(owner.path));
  const longest = Math.max(...candidates.map((owner) => owner.path.length));
  return candidates.findLast((owner) => owner.path.length === longest);
}

/** A learned initial state is named by the cell that it is of. */
function nameOf({ path }: ParameterInfo, ownPath: string, within: readonly Found[]): string {
  const name = path.slice(ownPath.length);
  if (ownPath !== "initialState/") return name;
  const cells = within.map(({ owner }) => owner).filter(({ node }) => node?.cell);
  const cell = ownerOf(cells, name);
  if (cell === undefined) return name;
  const state = name.slice(cell.path.length);
  return cells.length === 1 ? state : `${cell.title}, ${state}`;
}

const trimmed = (segment: string): string => segment.replace(/\/$/, "").replaceAll("/", " ");
