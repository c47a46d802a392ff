import { open, rm, stat } from "node:fs/promises";
import { basename } from "node:path";
import { EngineError } from "../../engine/errors/errors.ts";
import { readModelFile } from "../../engine/formats/modelFile.ts";
import { FileError, readBytes, reasonOf, temporaryOf } from "./files.ts";
import { type Given, UsageError } from "./usage.ts";

/** Makes sure, before anything is trained, that the model can be written. @throws UsageError, FileError */
export async function requireFree(out: string, given: Given): Promise<void> {
  await refuseToReplace(out, given.flag("force"));
  const trial = temporaryOf(out);
  try {
    await (await open(trial, "wx")).close();
    await rm(trial);
  } catch (error) {
    throw new FileError(`${out} cannot be written: ${reasonOf(error)}.`);
  }
}

/** A model may be replaced where that is asked for; any other file was meant for something else. */
async function refuseToReplace(out: string, force: boolean): Promise<void> {
  const kind = await stat(out).catch(() => null);
  if (kind === null) return;
  if (kind.isDirectory()) throw new FileError(`${out} cannot be written: it is a folder.`);
  if (!(await isModel(out))) throw new UsageError(`${out} is there already and is no model. Name another file with --model.`);
  if (!force)
    throw new UsageError(`${out} is there already. Name another file with --model, or replace ${basename(out)} with --force.`);
}

async function isModel(path: string): Promise<boolean> {
  const bytes = await readBytes(path);
  try {
    readModelFile(bytes.buffer);
    return true;
  } catch (error) {
    if (error instanceof EngineError) return false;
    throw error;
  }
}
