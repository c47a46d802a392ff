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

const pressable = "vscode-button, vscode-dropdown, button, a, input, select, summary, textarea";
const writable = "input, select, textarea";

function commandFor(event: KeyboardEvent, run: RunState | null): ViewCommand | null {
  const onControl = event.target instanceof Element && event.target.closest(pressable) !== null;
  if (event.key === " " && !onControl && !event.repeat) return run === null ? null : (mainAction(run)?.command ?? null);
  const onText = event.target instanceof Element && event.target.closest(writable) !== null;
  if (event.key === "." && !onText && run?.status === "paused") return "step";
  if (event.key === "S" && event.shiftKey && !onControl && (run?.status === "training" || run?.status === "paused"))
    return "stop";
  return null;
}
