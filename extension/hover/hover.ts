import {
  type CancellationToken,
  type Disposable,
  Hover,
  languages,
  MarkdownString,
  type Position,
  type TextDocument,
  workspace,
} from "vscode";
import { tokenizerOf } from "../../engine/recipe/tokenizer.ts";
import { createRegistry } from "../../engine/registry/builtins/createRegistry.ts";
import type { ModelDescription } from "../../engine/worker/protocol.ts";
import { readHoverSettings } from "../settings/settings.ts";
import type { Reads } from "./around.ts";
import { layoutHover } from "./layout.ts";
import { type Place, placeAt } from "./place.ts";
import type { Predictor } from "./predictor.ts";

/** In a trained file: what the model expects at the pointer. In any other file, nothing, at the price of one look-up. */
export function registerHover(predictor: Predictor, log: (message: string) => void): Disposable {
  const provideHover = async (document: TextDocument, position: Position, token: CancellationToken): Promise<Hover | null> => {
    try {
      return await hoverAt(predictor, document, position, token);
    } catch (error) {
      // A hover is no place for a complaint.
      log(`No hover: ${error instanceof Error ? error.message : error}`);
      return null;
    }
  };
  return languages.registerHoverProvider({ pattern: "**" }, { provideHover });
}

async function hoverAt(
  predictor: Predictor,
  document: TextDocument,
  position: Position,
  token: CancellationToken,
): Promise<Hover | null> {
  const settings = workspace.getConfiguration("lstm", document.uri);
  const { enabled, candidates } = readHoverSettings((name) => settings.get(name));
  if (!enabled) return null;
  const model = await predictor.modelOf(document.uri);
  if (model === null || token.isCancellationRequested) return null;
  if (!model.can.predict && model.can.fill === null) return null;
  const place = placeAt(document, position, readsOf(model));
  if (place === null) return null;
  const { actual, context, after } = place;
  const prediction = await predictor.predict(model, { context, after, count: candidates, actual });
  const text = prediction && layoutHover(prediction, actual);
  return text && render(text.table, text.sentence, place);
}

const registry = createRegistry();

function readsOf({ recipe: { text }, can, completesWords, contextTokens }: ModelDescription): Reads {
  const tokenizer = tokenizerOf(registry, text.tokenizer);
  return { tokenizer, letters: text.letters, completesWords, contextTokens, tokensBehind: can.fill?.right ?? 0 };
}

/** Both pieces come from a text that anyone may have written: a fence longer than any in it, and escaped text; no link and no HTML works in it. */
function render(table: string, sentence: string, { range }: Place): Hover {
  const markdown = new MarkdownString().appendCodeblock(table, "text");
  return new Hover(sentence === "" ? markdown : markdown.appendText(sentence), range);
}
