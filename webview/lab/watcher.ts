import type { TensorView } from "../../engine/worker/protocol.ts";

const settle = 60;

/** Tells the host which tensors are on screen: only when that changes, and not at every turn of the wheel. */
export class Watcher {
  private told = "[]";
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly wanted: () => readonly TensorView[];
  private readonly tell: (tensors: readonly TensorView[]) => void;

  constructor(wanted: () => readonly TensorView[], tell: (tensors: readonly TensorView[]) => void) {
    this.wanted = wanted;
    this.tell = tell;
    document.addEventListener("visibilitychange", () => this.changed());
  }

  changed(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), settle);
  }

  /** A new run knows nothing of what was asked before. */
  forget(): void {
    this.told = "";
    this.changed();
  }

  private send(): void {
    const tensors = document.visibilityState === "hidden" ? [] : this.wanted();
    const key = JSON.stringify(tensors);
    if (key === this.told) return;
    this.told = key;
    this.tell(tensors);
  }
}
