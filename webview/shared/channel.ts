import type { FromView, ToView } from "../protocol.ts";

interface VsCodeApi {
  postMessage(message: FromView): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

/** As an object, so that the compiler misses a type that is not listed. */
const types: Readonly<Record<ToView["type"], true>> = {
  run: true,
  progress: true,
  tensors: true,
  samples: true,
  forecast: true,
  validated: true,
  form: true,
  previewed: true,
};

const isToView = (data: unknown): data is ToView =>
  typeof data === "object" && data !== null && "type" in data && Object.hasOwn(types, String(data.type));

/** The page's only door to the extension. May be made once a page: VS Code hands its interface out a single time. */
export class HostChannel {
  private readonly api = acquireVsCodeApi();

  /** Errors that nobody caught go to the extension's log from now on. */
  constructor() {
    window.addEventListener("error", (event) => this.report(event.error ?? event.message));
    window.addEventListener("unhandledrejection", (event) => this.report(event.reason));
  }

  send(message: FromView): void {
    this.api.postMessage(message);
  }

  listen(receive: (message: ToView) => void): void {
    window.addEventListener("message", (event: MessageEvent<unknown>) => {
      if (isToView(event.data)) receive(event.data);
    });
  }

  /** What the page remembers while it is hidden: which tab, which layer. Never data of the run. */
  recall<T extends object>(initial: T): T {
    const state = this.api.getState();
    return typeof state === "object" && state !== null ? { ...initial, ...state } : initial;
  }

  remember(state: object): void {
    this.api.setState(state);
  }

  private report(error: unknown): void {
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    // The browser's own note that a size observer was called again next frame; nothing went wrong.
    if (!message.includes("ResizeObserver loop")) this.send({ type: "error", message });
  }
}
