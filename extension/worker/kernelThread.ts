import { workerData } from "node:worker_threads";
import { helpOut } from "../../engine/kernels/simd/helper.ts";
import type { HelperStart } from "../../engine/kernels/threads.ts";

// The entry of a thread that helps the engine's own: it works on the same memory, and ends when it is let go.
helpOut(workerData as HelperStart);
