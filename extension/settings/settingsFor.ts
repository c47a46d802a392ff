import { type Uri, workspace } from "vscode";
import { readSettings, type Settings } from "./settings.ts";

/** What the settings say for a file. @throws EngineError `badConfiguration` */
export function settingsFor(uri: Uri): Settings {
  const settings = workspace.getConfiguration("lstm", uri);
  return readSettings((name) => settings.get(name));
}
