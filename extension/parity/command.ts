import { type CancellationToken, commands, Disposable, ProgressLocation, type Uri, window } from "vscode";
import { type CheckResult, invalid, type ModelToCheck } from "../../engine/parity/checks/result.ts";
import { toProblem } from "../person/problem.ts";
import { tellProblem } from "../person/surroundings.ts";
import type { Room } from "../room/room.ts";
import type { StartEngine } from "../run/engine.ts";
import { ReportDocument } from "./document.ts";
import { bundledCases, type CaseFile, currentModel, workspaceCases } from "./gather.ts";
import { inThread } from "./inThread.ts";
import { reportOf, type Section } from "./report.ts";

/** "LSTM: Run Parity Checks". */
export function registerParityChecks(room: Room, startEngine: StartEngine): Disposable {
  const document = new ReportDocument();
  const run = async () => {
    try {
      await window.withProgress(
        { location: ProgressLocation.Notification, cancellable: true, title: "LSTM parity checks" },
        (progress, token) => checkAll(room, startEngine, document, token, progress.report.bind(progress)),
      );
    } catch (error) {
      room.log.warn(error instanceof Error ? (error.stack ?? error.message) : String(error));
      tellProblem(room.surroundings, error);
    }
  };
  return Disposable.from(document, commands.registerCommand("lstm.parity", run));
}

type ReportProgress = (value: { message: string; increment: number }) => void;

async function checkAll(
  room: Room,
  startEngine: StartEngine,
  document: ReportDocument,
  token: CancellationToken,
  report: ReportProgress,
): Promise<void> {
  const trusted = room.surroundings.isTrusted();
  const model = await modelOf(room);
  const bundled = await bundledCases(room.extension);
  const found = trusted ? await workspaceCases() : [];
  const files = [...bundled, ...found];
  const readable = files.filter(({ problem }) => problem === null);
  const request = { trained: model.trained, cases: readable.map(({ text, files }) => ({ text, files })) };
  const results = await inThread(startEngine, request, token, ({ done, total, label }) =>
    report({ message: `${done} of ${total}: ${label}`, increment: 100 / total }),
  );
  const [first, ...others] = model.trained === null ? [undefined, ...results] : results;
  const outcomes = new Map(readable.map((file, place) => [file, others[place]]));
  const sections: Section[] = [
    { title: "Gradient check", results: labelled(first, model), remark: first ? "" : model.remark },
    { title: "Cases of the extension", results: bundled.flatMap((file) => resultOf(file, outcomes)), remark: "" },
    {
      title: "Cases of the workspace",
      results: found.flatMap((file) => resultOf(file, outcomes)),
      remark: remarkOf(found, trusted),
    },
  ];
  const notRun = readable.length + (model.trained ? 1 : 0) - results.length;
  await document.show(reportOf(sections, notRun), new Map<string, Uri>(files.map(({ label, uri }) => [label, uri])));
}

interface Model {
  readonly trained: ModelToCheck | null;
  /** Why there is none. */
  readonly remark: string;
}

async function modelOf(room: Room): Promise<Model> {
  try {
    const trained = await currentModel(room);
    return { trained, remark: trained ? "" : "No model was trained yet: there are no gradients to check." };
  } catch (error) {
    const { message } = toProblem(error);
    return { trained: null, remark: `The current model cannot be checked: ${message}` };
  }
}

const labelled = (result: CheckResult | undefined, { trained }: Model) =>
  result && trained ? [{ ...result, file: trained.title }] : [];

function resultOf(file: CaseFile, outcomes: ReadonlyMap<CaseFile, CheckResult | undefined>) {
  const result = file.problem === null ? outcomes.get(file) : invalid("", "", file.problem, 0);
  return result ? [{ ...result, file: file.label }] : [];
}

function remarkOf(found: readonly CaseFile[], trusted: boolean): string {
  if (!trusted) return "They wait until this workspace is trusted.";
  return found.length === 0 ? "There is no *.lstm-parity.json in it." : "";
}
