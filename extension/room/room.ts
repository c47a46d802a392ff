import type { LogOutputChannel, Uri } from "vscode";
import type { Surroundings } from "../person/surroundings.ts";
import type { Runs } from "../run/runs.ts";
import type { ModelStore } from "../storage/modelStore.ts";
import type { Lab } from "../views/lab.ts";

/** What the commands work with. */
export interface Room {
  readonly runs: Runs;
  readonly store: ModelStore;
  readonly lab: Lab;
  readonly surroundings: Surroundings;
  readonly log: LogOutputChannel;
  readonly extension: Uri;
  /** The extension's own folder for files of no workspace. */
  readonly storage: Uri;
}
