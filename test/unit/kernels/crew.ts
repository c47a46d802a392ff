import { setTimeout as wait } from "node:timers/promises";
import { afterEach } from "vitest";
import type { Threads } from "../../../engine/kernels/threads.ts";
import { nodeThreads } from "../../../extension/worker/nodeThreads.ts";

const entry = new URL("../../../extension/worker/kernelThread.ts", import.meta.url);

/** Real threads, from the source. */
export const threadsOf = (count: number): Threads =>
  nodeThreads(count, entry, { execArgv: ["--disable-warning=MODULE_TYPELESS_PACKAGE_JSON"] });

const dismissals: (() => void)[] = [];
afterEach(() => {
  for (const dismiss of dismissals.splice(0)) dismiss();
});

/** Waits until all threads are there; they are let go when the test ends. */
export async function assembled(
  crew: { readonly dismiss: () => void; readonly size: () => number },
  count: number,
): Promise<void> {
  dismissals.push(crew.dismiss);
  for (const until = performance.now() + 20_000; crew.size() < count; await wait(2))
    if (performance.now() > until) throw new Error(`Only ${crew.size()} of ${count} threads have come.`);
}
