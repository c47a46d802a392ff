import { Reader } from "../generation/reader.ts";
import { workspaceOf } from "../kernels/sets/choose.ts";
import { bytesPerFloat } from "../memory/arena.ts";
import { type Blueprint, draw } from "../model/blueprint.ts";
import type { WholeRecipe } from "../recipe/recipe.ts";
import type { Registry } from "../registry/registry.ts";
import type { RunData, SeriesData, TokenData } from "../tasks/data.ts";
import { Keepsake } from "../training/snapshots.ts";
import type { PlannedModel } from "./modelOf.ts";

/** What a run takes of memory at its peak, by what takes it: bytes, known before its model has any. */
export interface MemoryPlan {
  /** The engine's thread: its heap, the engine's code, what the collector has not come by for. */
  readonly thread: number;
  /** The threads that help it, each with a workspace. */
  readonly helpers: number;
  /** The text, its tokens' ids, and the vocabulary. */
  readonly text: number;
  /** Weights, gradients, optimizer, backups, activations; the kernels' workspace; the carried state, kept for a step that is undone. */
  readonly model: number;
  /** A second model, of weights and activations alone, that writes samples or tells a series. Nothing where none are wanted. */
  readonly sampler: number;
  /** Sound weights that an explosion goes back to, and those of the best step by its validation. */
  readonly kept: number;
  /** A model file on its way out, or in. */
  readonly saving: number;
}

export interface PlannedRun {
  readonly text: string;
  readonly data: RunData;
  readonly recipe: WholeRecipe;
  readonly planned: PlannedModel;
  readonly blueprint: Blueprint;
  readonly registry: Registry;
  /** All that work on the model. */
  readonly threads: number;
}

/**
 * Measured: what the resident memory of a process with one engine grows by when a second one trains, less the other parts; Node 24.21,
 * x64, Linux, built for the package or not. A thread that has only started takes 15 MB of it, one without any code of ours 12.
 */
const engineThread = 26e6;
const helpingThread = 12e6;

/** Measured: a token's string, and its places in the list and in the map of a vocabulary. */
const bytesPerToken = 90;

export function planMemory(run: PlannedRun): MemoryPlan {
  const { recipe, planned, blueprint, threads } = run;
  const { layout, state, plannedBytes } = blueprint;
  const { precision } = planned.plan;
  const bytes = bytesPerFloat(precision);
  const keepsake = Keepsake.bytes(layout.values.size, layout.slots.length, state.size, bytes);
  return {
    thread: engineThread,
    helpers: (threads - 1) * helpingThread + workspaceOf(precision, threads) - workspaceOf(precision, 1),
    text: textBytes(run),
    model: plannedBytes + 3 * state.size * bytes,
    sampler: recipe.sampling.every > 0 ? samplerBytes(run) : 0,
    kept: (recipe.training.explosion === "stop" ? keepsake : 0) + (run.data.validation ? keepsake : 0),
    saving: keepsake * (run.data.validation ? 2 : 1),
  };
}

/** A second model: with one row, which writes, or with all, which tells a series. */
function samplerBytes({ planned, registry }: PlannedRun): number {
  const { task, spec, plan } = planned;
  // Nothing is allocated before it is known that there is room: not even a row of states.
  const readable = { registry, spec, plan, carries: task.carries, initialState: null };
  if (task.can.sample) return Reader.plannedBytes(readable, 1);
  return task.can.forecast ? draw(registry, spec, { ...plan, training: false, slots: 0 }).plannedBytes : 0;
}

export function totalBytes(plan: MemoryPlan): number {
  return Object.values<number>({ ...plan }).reduce((sum, bytes) => sum + bytes, 0);
}

/** Strings have one byte a unit as long as all their characters are within Latin-1, else two. */
function textBytes({ text, data }: PlannedRun): number {
  const bytesPerUnit = /[\u0100-\uffff]/.test(text) ? 2 : 1;
  return text.length * bytesPerUnit + (data.kind === "tokens" ? tokenBytes(data) : seriesBytes(data));
}

function tokenBytes({ ids, validation, vocabulary }: TokenData): number {
  const other = validation !== null && validation.ids.buffer !== ids.buffer ? validation.ids.byteLength : 0;
  return ids.byteLength + other + vocabulary.size * bytesPerToken;
}

/** The numbers as they are, and scaled; the line of each row. */
const seriesBytes = ({ series, all, validation }: SeriesData): number =>
  series.values.byteLength +
  all.values.byteLength +
  series.lines.byteLength +
  (validation !== null && validation.rows !== all ? validation.rows.values.byteLength : 0);
