import { Worker } from "node:worker_threads";
import { Uri } from "vscode";
import { EngineClient } from "../../engine/worker/client.ts";
import type { Calls } from "../../engine/worker/protocol.ts";
import { threadLimits } from "../../engine/worker/threadLimits.ts";
import type { EngineStart } from "../worker/main.ts";
import type { StartEngine } from "./engine.ts";

/** Starts engines in worker threads of the extension host. */
export function startThread(extension: Uri): StartEngine {
  const built = (name: string) => Uri.joinPath(extension, "dist", name).fsPath;
  const workerData: EngineStart = { kernelThread: built("kernelThread.js") };
  return ({ report, died }) => {
    const worker = new Worker(built("worker.js"), { name: "gatescope", workerData, resourceLimits: threadLimits });
    const client = new EngineClient(worker);
    client.onReport(report);
    const unhear = client.onDeath(died);
    return {
      call: (call, request) => client.call(call, request, modelsIn(request)),
      async kill() {
        await worker.terminate();
      },
      dispose() {
        unhear();
        void worker.terminate();
      },
    };
  };
}

/** Model files are handed over, not copied: whoever sends one has read it for that. */
function modelsIn(request: Calls[keyof Calls]["request"]): ArrayBuffer[] {
  if (request instanceof ArrayBuffer) return [request];
  return typeof request === "object" && request !== null && "model" in request && request.model !== null ? [request.model] : [];
}
