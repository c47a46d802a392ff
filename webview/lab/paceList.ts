import type { ViewCommand } from "../protocol.ts";
import { nativeList } from "../shared/components.ts";
import type { RunState } from "../shared/store.ts";

export interface PaceRoom {
  act(command: ViewCommand): void;
  current(): RunState | null;
  setPace(stepsPerSecond: number | null): void;
}

const fullSpeed = "full";
const oneByOne = "one";
const rates = [30, 5, 1] as const;

const offered = [
  { value: fullSpeed, text: "full speed" },
  ...rates.map((rate) => ({ value: String(rate), text: rate === 1 ? "1 step/s" : `${rate} steps/s` })),
  { value: oneByOne, text: "one at a time" },
];

/** How fast the run goes, so that an eye can follow: a pace changes no number. One at a time, it takes a step and waits for the next order. */
export class PaceList {
  readonly element: HTMLSelectElement;
  private readonly list = nativeList("Pace", (value) => this.choose(value));
  private readonly room: PaceRoom;
  /** The run that goes step by step, by its id; null where none does. */
  private steps: number | null = null;
  private wasPaused = false;

  constructor(room: PaceRoom) {
    this.room = room;
    this.element = this.list.element;
    this.element.classList.add("pace");
    this.element.title = "Pace. It changes no number.";
  }

  update(run: RunState | null): void {
    const live = run?.status === "training" || run?.status === "paused";
    this.element.disabled = !live;
    // Whoever resumes the run has ended the stepping.
    if (run?.id !== this.steps || !live || (this.wasPaused && run.status === "training")) this.steps = null;
    this.wasPaused = run?.status === "paused";
    const rate = run?.stepsPerSecond ?? null;
    this.list.offer(withRate(rate), this.steps === null ? wordOf(rate) : oneByOne);
  }

  private choose(value: string): void {
    const run = this.room.current();
    if (run === null) return;
    const waited = this.steps === run.id;
    this.steps = value === oneByOne ? run.id : null;
    if (value === oneByOne) this.room.act("step");
    else {
      this.room.setPace(value === fullSpeed ? null : Number(value));
      if (waited && run.status === "paused") this.room.act("resume");
    }
  }
}

const wordOf = (rate: number | null): string => (rate === null ? fullSpeed : String(rate));

/** A pace that is none of ours is named all the same. */
const withRate = (rate: number | null) =>
  rate === null || offered.some(({ value }) => value === String(rate))
    ? offered
    : [...offered, { value: String(rate), text: `${rate} steps/s` }];
