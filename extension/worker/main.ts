import { availableParallelism } from "node:os";
import { parentPort, workerData } from "node:worker_threads";
import { serveEngine } from "../../engine/worker/server.ts";
import { nodeThreads } from "./nodeThreads.ts";

/** What this thread is started with. */
export interface EngineStart {
  /** The file of `kernelThread.ts`, as it is built. */
  readonly kernelThread: string;
}

if (parentPort === null) throw new Error("This is the entry of a worker thread.");
const port = parentPort;

serveEngine({
  port: {
    post: (message, transfer) => port.postMessage(message, [...transfer]),
    listen: (receive) => port.on("message", receive),
  },
  now: () => performance.now(),
  // A macrotask, so that messages get in between two slices of work.
  defer: setImmediate,
  later: setTimeout,
  threads: nodeThreads(availableParallelism(), (workerData as EngineStart).kernelThread),
});
