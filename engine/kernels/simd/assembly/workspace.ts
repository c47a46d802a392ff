/** Where the ids begin, and the memory that products may use: bytes. Set once, right after the module is instantiated. */
export let idsAt: usize = 0;
export let workspaceAt: usize = 0;

/** @param workspace at a multiple of 64, behind the arena; `workspaceBytes` long. */
export function bind(ids: usize, workspace: usize): void {
  idsAt = ids;
  workspaceAt = workspace;
}
