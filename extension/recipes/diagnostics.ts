import { Diagnostic, DiagnosticSeverity, Disposable, languages, Range, type TextDocument } from "vscode";
import type { Place } from "../../engine/errors/errors.ts";
import type { Outlooks } from "./outlooks.ts";
import { partAt } from "./ranges.ts";

/** Underlines what a recipe's schema cannot know, while it is edited. */
export function registerDiagnostics(outlooks: Outlooks): Disposable {
  const collection = languages.createDiagnosticCollection("lstm");
  const show = (document: TextDocument): void => {
    const { problems = [] } = (document.isClosed ? null : outlooks.latest(document)) ?? {};
    collection.set(
      document.uri,
      problems.map(({ place, sentence }) => diagnosticAt(rangeAt(document, place), sentence)),
    );
  };
  return Disposable.from(collection, outlooks.onDidChange(show));
}

/** Of a place of the recipe that a document holds. */
export function rangeAt(document: TextDocument, place: Place): Range {
  const { from, to } = partAt(document.getText(), place);
  return new Range(document.positionAt(from), document.positionAt(to));
}

function diagnosticAt(range: Range, sentence: string): Diagnostic {
  const diagnostic = new Diagnostic(range, sentence, DiagnosticSeverity.Error);
  diagnostic.source = "LSTM";
  return diagnostic;
}
