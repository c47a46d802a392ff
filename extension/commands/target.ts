import { TabInputText, Uri, window } from "vscode";
import type { Room } from "../room/room.ts";

/** Editors that show no text of anyone's. */
const notTexts = ["output", "vscode-settings", "walkThrough", "vscode"];

/**
 * The file that a command is about: the one it was called on (Explorer, editor title), else the one of the active editor, else, where
 * the lab has the focus, the run's own. Null where there is none of these.
 */
export function targetOf(given: unknown, { lab, runs }: Room): Uri | null {
  if (given instanceof Uri) return given;
  const open = activeUri();
  if (open) return open;
  return (lab.isActive && runs.current?.uri) || null;
}

/** Also a file that the editor would not show, because it is binary or too large. */
function activeUri(): Uri | null {
  const input = window.tabGroups.activeTabGroup.activeTab?.input;
  const uri = window.activeTextEditor?.document.uri ?? (input instanceof TabInputText ? input.uri : null);
  return uri && !notTexts.includes(uri.scheme) ? uri : null;
}
