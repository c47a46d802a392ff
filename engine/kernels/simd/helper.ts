import type { HelperStart } from "../threads.ts";
import { instantiate } from "./instance.ts";

/**
 * A helping thread's whole work: does its parts of the kernels until the leader lets it go, and returns only then. It hears no messages meanwhile.
 * @throws what a part of a kernel threw; the leader then fails as well.
 */
export function helpOut({ module, memory, idsAt, controlAt, workspaceAt }: HelperStart): void {
  const { tools } = instantiate(module, memory);
  tools.bind(idsAt, controlAt, workspaceAt);
  try {
    tools.help();
  } catch (error) {
    tools.reportFailure();
    throw error;
  }
}
