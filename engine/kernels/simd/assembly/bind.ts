import { bindControl } from "./crew";
import { bindWorkspace } from "./workspace";

/**
 * Called once, right after the module is instantiated: where things lie behind the arena, in bytes, at multiples of 64.
 * @param ids behind the floats.
 * @param control what all threads of the memory share; `controlBytes` long, zero before the first of them.
 * @param workspace this thread's own; `workspaceBytes` long.
 */
export function bind(ids: usize, control: usize, workspace: usize): void {
  bindControl(control);
  bindWorkspace(ids, workspace);
}
