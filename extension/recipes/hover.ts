import { type Disposable, Hover, languages, MarkdownString, type Position, Range, type TextDocument } from "vscode";
import type { Preview } from "../../engine/runs/preview.ts";
import { formatBytes, formatCount } from "../../engine/words/numbers.ts";
import { recipeFiles } from "./lens.ts";
import type { Outlooks } from "./outlooks.ts";
import { keyAt } from "./ranges.ts";
import { aboutTime, tableOfWeights, tellSteps } from "./sentences.ts";

const told: Readonly<Record<string, (preview: Preview) => MarkdownString>> = {
  text: ({ tokenCount, vocabularySize }) => {
    const [count, kinds] = [tokenCount, vocabularySize].map(formatCount);
    const sentence = vocabularySize > 0 ? `${count} tokens to train on, ${kinds} different ones.` : `${count} rows to train on.`;
    return new MarkdownString().appendText(sentence);
  },
  network: (preview) =>
    new MarkdownString()
      .appendText(`${formatCount(preview.parameterCount)} weights; the run takes ${formatBytes(preview.plannedBytes)}.`)
      .appendCodeblock(tableOfWeights(preview), "text"),
  training: (preview) => {
    const whole =
      preview.seconds === null ? "" : `; about ${aboutTime(preview.seconds)} for all, on this machine as busy as it is`;
    return new MarkdownString().appendText(`${tellSteps(preview)}${whole}.`);
  },
};

/** On the names of a recipe's parts: what they come to. */
export function registerRecipeHover(outlooks: Outlooks): Disposable {
  return languages.registerHoverProvider(recipeFiles, {
    provideHover: (document, position) => hoverAt(document, position, outlooks),
  });
}

function hoverAt(document: TextDocument, position: Position, outlooks: Outlooks): Hover | null {
  const preview = outlooks.of(document)?.preview;
  if (!preview) return null;
  for (const [name, tell] of Object.entries(told)) {
    const key = keyAt(document.getText(), name);
    const range = key && new Range(document.positionAt(key.from), document.positionAt(key.to));
    if (range?.contains(position)) return new Hover(tell(preview), range);
  }
  return null;
}
