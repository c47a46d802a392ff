import { type Uri, workspace } from "vscode";
import { decodeText } from "../../engine/text/decode.ts";
import { Problem } from "../person/problem.ts";
import { fileNameOf } from "../source/fileName.ts";

/** A larger file was not written by a person, nor by this program. */
export const largestRecipe = 32e6;

/**
 * What a recipe's file says, as it stands in an open editor, saved or not. Its check is the engine's.
 * @throws Problem where it cannot be read or is no JSON
 */
export async function readRecipe(uri: Uri): Promise<unknown> {
  const text = await textOf(uri);
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Problem(`${fileNameOf(uri)} is no JSON: ${reason}.`, "Correct it where the editor underlines it.");
  }
}

async function textOf(uri: Uri): Promise<string> {
  const open = workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
  if (open) return open.getText();
  try {
    const { size } = await workspace.fs.stat(uri);
    if (size <= largestRecipe) return decodeText(await workspace.fs.readFile(uri));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Problem(`${fileNameOf(uri)} cannot be read: ${reason}`, "Choose another recipe.");
  }
  throw new Problem(`${fileNameOf(uri)} is too large for a recipe.`, "Choose another recipe.");
}
