import type { ViewCommand } from "../protocol.ts";
import type { RunState } from "../shared/store.ts";
import { mainAction } from "./header.ts";

/** Keys that act on the run from anywhere in the page, except where the key already means something. */
export function attachShortcuts(act: (command: ViewCommand) => void, current: () => RunState | null): void {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    const command = commandFor(event, current());
    if (command === null) return;
    event.preventDefault();
    act(command);
  });
}

const pressable = "vscode-button, vscode-dropdown, vscode-checkbox, summary, button, a, select";
const writable = "vscode-text-field, input, textarea";

function commandFor(event: KeyboardEvent, run: RunState | null): ViewCommand | null {
  const on = (selector: string): boolean => event.target instanceof Element && event.target.closest(selector) !== null;
  if (on(writable)) return null;
  const onControl = on(pressable);
  // A run that has ended is not begun again by a key that was meant for something else.
  if (event.key === " " && !onControl && !event.repeat) return pauseOrResume(run);
  if (event.key === "." && run?.status === "paused") return "step";
  if (event.key === "S" && event.shiftKey && !onControl && (run?.status === "training" || run?.status === "paused"))
    return "stop";
  return null;
}

function pauseOrResume(run: RunState | null): ViewCommand | null {
  const command = mainAction(run)?.command;
  return command === "pause" || command === "resume" ? command : null;
}
