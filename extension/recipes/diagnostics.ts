import { Diagnostic, DiagnosticSeverity, Disposable, languages, Range, type TextDocument } from "vscode";
import type { Outlooks } from "./outlooks.ts";
import { type Part, partAt } from "./ranges.ts";

/** Underlines what a recipe's schema cannot know, while it is edited. */
export function registerDiagnostics(outlooks: Outlooks): Disposable {
  const collection = languages.createDiagnosticCollection("lstm");
  const show = (document: TextDocument): void => {
    const { problems = [] } = (document.isClosed ? null : outlooks.latest(document)) ?? {};
    const text = document.getText();
    collection.set(
      document.uri,
      problems.map(({ place, sentence }) => diagnosticAt(document, partAt(text, place), sentence)),
    );
  };
  return Disposable.from(collection, outlooks.onDidChange(show));
}

function diagnosticAt(document: TextDocument, { from, to }: Part, sentence: string): Diagnostic {
  const range = new Range(document.positionAt(from), document.positionAt(to));
  const diagnostic = new Diagnostic(range, sentence, DiagnosticSeverity.Error);
  diagnostic.source = "LSTM";
  return diagnostic;
}
