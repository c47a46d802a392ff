import { commands, type QuickPickItem, type Uri, window, workspace } from "vscode";
import { type Problem, type Remedy, toProblem } from "./problem.ts";

export interface Question {
  readonly level: "information" | "warning" | "error";
  readonly message: string;
  /** Shown below the message where it is modal. */
  readonly detail?: string;
  /** A modal question has a Cancel button of its own. */
  readonly modal: boolean;
  readonly choices: readonly string[];
}

/** The person and the window around us. Tests put their own in its place to answer questions. */
export interface Surroundings {
  /** The choice that was made; undefined where the question was closed. */
  ask(question: Question): Promise<string | undefined>;
  pickFile(): Promise<Uri | undefined>;
  /** One of a list, narrowed down by typing; undefined where the list was closed. */
  pick<T extends QuickPickItem>(items: readonly T[], title: string): Promise<T | undefined>;
  isTrusted(): boolean;
}

export const realSurroundings: Surroundings = {
  async ask({ level, message, detail, modal, choices }) {
    const options = { modal, ...(detail ? { detail } : {}) };
    if (level === "error") return window.showErrorMessage(message, options, ...choices);
    if (level === "warning") return window.showWarningMessage(message, options, ...choices);
    return window.showInformationMessage(message, options, ...choices);
  },
  async pickFile() {
    const title = "Choose a text to train an LSTM on";
    const chosen = await window.showOpenDialog({ title, openLabel: "Train LSTM", canSelectMany: false });
    return chosen?.[0];
  },
  async pick(items, title) {
    return window.showQuickPick(items, { title, matchOnDescription: true, matchOnDetail: true });
  },
  isTrusted: () => workspace.isTrusted,
};

const remedies: { readonly [K in Remedy]: { readonly label: string; readonly command: string; readonly argument?: unknown } } = {
  openSettings: { label: "Open Settings", command: "lstm.openSettings" },
  manageTrust: { label: "Manage Workspace Trust", command: "workbench.trust.manage" },
  chooseFile: { label: "Choose Another File…", command: "lstm.train", argument: "choose" },
  continueTraining: { label: "Continue Training", command: "lstm.continue" },
  showLog: { label: "Show Log", command: "lstm.showLog" },
};

/** Tells what went wrong, with buttons for the ways out; returns at once, because nobody has to answer. */
export function tellProblem(surroundings: Surroundings, error: unknown): Problem {
  const problem = toProblem(error);
  const offered = problem.remedies.map((remedy) => remedies[remedy]);
  const message = [problem.message, problem.advice].filter(Boolean).join(" ");
  const question: Question = { level: "error", message, modal: false, choices: offered.map(({ label }) => label) };
  void surroundings.ask(question).then((choice) => {
    const chosen = offered.find(({ label }) => label === choice);
    if (chosen) void commands.executeCommand(chosen.command, chosen.argument);
  });
  return problem;
}

export function tell(surroundings: Surroundings, message: string): void {
  void surroundings.ask({ level: "information", message, modal: false, choices: [] });
}
