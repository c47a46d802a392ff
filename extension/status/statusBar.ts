import { Disposable, MarkdownString, StatusBarAlignment, type StatusBarItem, type TextEditor, ThemeColor, window } from "vscode";
import { Paced } from "../person/paced.ts";
import type { Run } from "../run/run.ts";
import type { Runs } from "../run/runs.ts";
import { tellProgress, tellStep } from "./sentence.ts";

/** A line in the status bar: the run under way or the last one; before there was any, what to press. */
export function registerStatusBar(runs: Runs): Disposable {
  const item = window.createStatusBarItem("lstm.status", StatusBarAlignment.Left, 10);
  item.name = "LSTM";
  const draw = (): void => {
    if (runs.current) showRun(item, runs.current);
    else invite(item, window.activeTextEditor);
  };
  // Reports come ten times a second and more: each would be laid out and painted by VS Code.
  const paced = new Paced(draw);
  const drawNow = () => paced.now();
  draw();
  return Disposable.from(
    item,
    paced,
    runs.onDidChange(drawNow),
    runs.onDidReport(() => paced.request()),
    window.onDidChangeActiveTextEditor(drawNow),
  );
}

function showRun(item: StatusBarItem, run: Run): void {
  item.text = textOf(run);
  item.command = "lstm.showLab";
  item.backgroundColor =
    run.status === "diverged" || run.status === "failed" ? new ThemeColor("statusBarItem.errorBackground") : undefined;
  const tooltip = new MarkdownString(undefined, true);
  tooltip.isTrusted = {
    enabledCommands: ["lstm.pause", "lstm.resume", "lstm.step", "lstm.stop", "lstm.continue", "lstm.showLab"],
  };
  tooltip.appendText(`LSTM on ${run.fileName}`).appendMarkdown(`\n\n${controlsOf(run)}`);
  item.tooltip = tooltip;
  item.show();
}

function textOf(run: Run): string {
  switch (run.status) {
    case "starting":
      return `$(loading~spin) LSTM preparing ${run.fileName}`;
    case "training":
      return `$(sync~spin) LSTM ${tellProgress(run)}`;
    case "paused":
      return `$(debug-pause) LSTM paused · ${tellProgress(run)}`;
    case "finished":
      return `$(check) LSTM trained · ${tellProgress(run)}`;
    case "stopped":
      return `$(debug-stop) LSTM stopped · ${tellProgress(run)}`;
    case "diverged":
      return `$(error) LSTM diverged · ${tellStep(run)}`;
    case "failed":
      return `$(error) LSTM failed · ${tellStep(run)}`;
    default:
      return run.status satisfies never;
  }
}

function controlsOf(run: Run): string {
  const lab = "[$(graph-line) Show the lab](command:lstm.showLab)";
  if (run.status === "training")
    return `[$(debug-pause) Pause](command:lstm.pause) · [$(debug-stop) Stop](command:lstm.stop) · ${lab}`;
  if (run.status === "paused")
    return `[$(debug-continue) Resume](command:lstm.resume) · [$(debug-step-over) One step](command:lstm.step) · [$(debug-stop) Stop](command:lstm.stop) · ${lab}`;
  return run.isUnderWay ? lab : `[$(debug-rerun) Continue training](command:lstm.continue) · ${lab}`;
}

/** Only where a text is open: no one who writes code is to be reminded of us. */
function invite(item: StatusBarItem, editor: TextEditor | undefined): void {
  if (editor?.document.languageId !== "plaintext") {
    item.hide();
    return;
  }
  item.text = "$(play-circle) Train LSTM on this text";
  item.tooltip = "Train an LSTM on the open text and watch it learn (LSTM: Train LSTM on File)";
  item.command = "lstm.train";
  item.show();
}
