import { Worker, type WorkerOptions } from "node:worker_threads";
import type { Threads } from "../../engine/kernels/threads.ts";
import { threadLimits } from "../../engine/worker/threadLimits.ts";

/**
 * Threads of node, which keep no process alive.
 * @param count all that may work on a model, the calling one included.
 * @param entry the file of `kernelThread.ts`.
 */
export const nodeThreads = (count: number, entry: string | URL, options: WorkerOptions = {}): Threads => ({
  count,
  start(given) {
    const worker = new Worker(entry, { name: "gatescope kernels", resourceLimits: threadLimits, ...options, workerData: given });
    worker.unref();
    // A thread that does not come, or is lost, leaves its parts to the others.
    worker.on("error", () => undefined);
  },
});
