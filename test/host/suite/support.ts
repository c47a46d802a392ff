import { mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { commands, extensions, Uri, workspace } from "vscode";
import type { GatescopeApi } from "../../../extension/api.ts";
import type { Question, Surroundings } from "../../../extension/person/surroundings.ts";
import type { RunStatus, RunView } from "../../../webview/protocol.ts";
import { marked } from "../output.ts";

export async function gatescope(): Promise<GatescopeApi> {
  const extension = extensions.getExtension<GatescopeApi>("gatescope.gatescope");
  if (!extension) throw new Error("The extension is not installed in this host.");
  return extension.activate();
}

/** The fable in the sample workspace. */
export const fable = (): Uri => Uri.joinPath(workspace.workspaceFolders![0]!.uri, "belling-the-cat.txt");

/** A file outside the workspace, written for one test, in a folder that whoever started VS Code removes (GATESCOPE_FILES). */
export function temporaryFile(name: string, content: string | Uint8Array): Uri {
  const path = join(mkdtempSync(join(process.env.GATESCOPE_FILES!, "test-")), name);
  writeFileSync(path, content);
  return Uri.file(path);
}

/** Sets lstm.* for the tests to come; null takes a setting back. */
export async function configure(settings: Record<string, unknown>): Promise<void> {
  for (const [name, value] of Object.entries(settings))
    await workspace.getConfiguration("lstm").update(name, value ?? undefined, true);
}

/** Takes every setting back that a test has made. */
export async function configureNothing(): Promise<void> {
  const settings = workspace.getConfiguration("lstm");
  for (const name of settingNames())
    if (settings.inspect(name)?.globalValue !== undefined) await settings.update(name, undefined, true);
}

function settingNames(): string[] {
  const groups: { properties: Record<string, unknown> }[] =
    extensions.getExtension("gatescope.gatescope")!.packageJSON.contributes.configuration;
  return groups.flatMap(({ properties }) => Object.keys(properties)).map((name) => name.replace("lstm.", ""));
}

export function until(condition: () => boolean, what: string, timeout = 20_000): Promise<void> {
  return new Promise((resolve, reject) => {
    const began = Date.now();
    const timer = setInterval(() => {
      const late = Date.now() - began > timeout;
      if (!late && !condition()) return;
      clearInterval(timer);
      if (late) reject(new Error(`Waited ${timeout} ms in vain: ${what}.`));
      else resolve();
    }, 5);
  });
}

export async function untilStatus(api: GatescopeApi, ...statuses: RunStatus[]): Promise<RunView> {
  await until(() => statuses.includes(api.run()?.status as RunStatus), `for the status ${statuses.join(" or ")}`);
  return api.run()!;
}

export async function untilStep(api: GatescopeApi, step: number): Promise<void> {
  await until(() => (api.run()?.progress?.step ?? 0) >= step, `for step ${step}`);
}

/** Runs the training command and waits for the run to have begun. Without steps of the test's own it goes on until it is stopped, however fast. */
export async function trainOn(api: GatescopeApi, uri: Uri): Promise<RunView> {
  if (workspace.getConfiguration("lstm").inspect("steps")?.globalValue === undefined) await configure({ steps: 1_000_000 });
  await commands.executeCommand("lstm.train", uri);
  return untilStatus(api, "training", "paused", "finished");
}

export async function stopAll(api: GatescopeApi): Promise<void> {
  await commands.executeCommand("lstm.stop");
  await api.saved();
  api.forTests.surround(null);
  await configureNothing();
}

/** Puts answers in the person's place, and remembers what was asked. */
export function answering(
  api: GatescopeApi,
  answer: (question: Question) => string | undefined = () => undefined,
  rest: Partial<Surroundings> = {},
) {
  const asked: Question[] = [];
  api.forTests.surround({
    ...rest,
    async ask(question) {
      asked.push(question);
      return answer(question);
    },
  });
  return asked;
}

/** A busy machine adds to a latency and never takes from it: the best of up to three rounds counts, and a good one is the last. */
export async function bestRound(limit: number, measure: () => Promise<number>): Promise<number> {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 3 && best >= limit; round++) best = Math.min(best, await measure());
  return best;
}

/** Milliseconds that an action takes. */
export async function timed(action: () => Thenable<unknown>): Promise<number> {
  const began = performance.now();
  await action();
  return performance.now() - began;
}

/** The p-th percentile of some milliseconds. */
export function percentile(values: readonly number[], p: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil((p / 100) * sorted.length) - 1)]!;
}

/** A figure that a test has measured, for whoever reads the log. */
export const tellFigure = (sentence: string): void => console.log(marked(`      ${sentence}`));
