import { parentPort } from "node:worker_threads";
import { serveEngine } from "../../engine/worker/server.ts";

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
});
