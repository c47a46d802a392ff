import { Session } from "node:inspector/promises";

interface Allocations {
  readonly selfSize: number;
  readonly children: readonly Allocations[];
}

const bytesOf = ({ selfSize, children }: Allocations): number => children.reduce((sum, child) => sum + bytesOf(child), selfSize);

/** Bytes that something allocates, those that the collector has taken back meanwhile included; sampled at every 64th byte or so. */
export async function allocatedBy(act: () => void): Promise<number> {
  const session = new Session();
  session.connect();
  const all = { includeObjectsCollectedByMajorGC: true, includeObjectsCollectedByMinorGC: true };
  await session.post("HeapProfiler.startSampling", { samplingInterval: 64, ...all });
  act();
  const { profile } = await session.post("HeapProfiler.stopSampling");
  session.disconnect();
  return bytesOf(profile.head);
}
