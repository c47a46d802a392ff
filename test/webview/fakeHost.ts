/** Runs in the page, before its scripts: stands where the extension host stands, and answers as it does. */
import type { TensorKind, TensorView, ValidationPoint } from "../../engine/worker/protocol.ts";
import type { FromView, RunStatus, RunView, ToView } from "../../webview/protocol.ts";
import type { descriptions } from "./fixture/description.ts";
import { FixtureRun } from "./fixture/run.ts";
import { FixtureTensors } from "./fixture/tensors.ts";

export interface FakeHost {
  readonly received: FromView[];
  /** A run of `steps` steps, handed over whole. */
  show(name: keyof typeof descriptions, steps: number, change?: Partial<RunView>): void;
  showNothing(): void;
  /** So many more steps, told as progress. */
  advance(steps: number): void;
  /** One more step with these numbers. */
  tell(numbers: Readonly<Record<"losses" | "smoothed" | "gradientNorms", readonly number[]>>): void;
  /** One more evaluation of what is not trained on. */
  evaluate(validation: ValidationPoint): void;
  /** Sends no pictures of this kind, as the worker does of gradients that are half done. */
  withhold(kind: TensorKind | null): void;
  setStatus(status: RunStatus, message?: string, advice?: string): void;
}

let run: FixtureRun | null = null;
let tensors: FixtureTensors | null = null;
let watched: readonly TensorView[] = [];
let change: Partial<RunView> = {};
let state: unknown = window.remembered;
let ready = false;
let withheld: TensorKind | null = null;

const post = (message: ToView): void => window.postMessage(message, "*");
const whole = (): void => {
  if (ready) post({ type: "run", run: run === null ? null : { ...run.view(), ...change } });
};
const pictures = (): void => {
  const views = watched.filter(({ kind }) => kind !== withheld);
  if (run !== null && tensors !== null && views.length > 0)
    post({ type: "tensors", runId: 1, step: run.step, pictures: views.map((view) => tensors!.picture(view)) });
};

const host: FakeHost = {
  received: [],
  show(name, steps, changed = {}) {
    run = new FixtureRun(window.descriptions[name]);
    tensors = new FixtureTensors(window.descriptions[name].parameters);
    change = changed;
    run.status = changed.status ?? "training";
    while (run.step < steps) run.advance(Math.min(5, steps - run.step));
    whole();
    pictures();
  },
  showNothing() {
    run = null;
    whole();
  },
  advance(steps) {
    if (run === null) return;
    const before = run.view().samples.length;
    post({ type: "progress", runId: 1, progress: run.advance(steps) });
    post({ type: "samples", runId: 1, samples: run.view().samples.slice(before) });
    pictures();
  },
  tell({ losses, smoothed, gradientNorms }) {
    const progress = run!.advance(1);
    const numbers = {
      losses: Float64Array.from(losses),
      smoothed: Float64Array.from(smoothed),
      gradientNorms: Float64Array.from(gradientNorms),
    };
    post({ type: "progress", runId: 1, progress: { ...progress, ...numbers } });
  },
  evaluate(validation) {
    post({ type: "validated", runId: 1, validation });
  },
  withhold(kind) {
    withheld = kind;
  },
  setStatus(status, message = "", advice = "") {
    run!.status = status;
    change = { ...change, status, message, advice };
    whole();
  },
};

function receive(message: FromView): void {
  host.received.push(message);
  if (message.type === "ready") {
    ready = true;
    whole();
  }
  if (message.type === "form") post({ type: "form", schema: window.recipeSchema });
  if (message.type === "preview") {
    const { serial, recipe } = message;
    void window.lookAt(recipe).then((outlook) => post({ type: "previewed", serial, outlook }));
  }
  if (message.type === "watch") {
    watched = message.tensors;
    pictures();
  }
}

Object.assign(window, {
  host,
  acquireVsCodeApi: () => ({
    postMessage: receive,
    getState: () => state,
    setState: (next: unknown) => {
      state = next;
    },
  }),
});
