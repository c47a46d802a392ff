import { bestOf, type Parting, partingOf } from "../../engine/history/parting.ts";
import { formatCount, formatNumber } from "../../engine/words/numbers.ts";
import { h, setText } from "../shared/dom.ts";
import type { RunState } from "../shared/store.ts";

/** A line below the curves: which step did best on what is not trained on, and whether the losses part since. Nothing where nothing is kept from training. */
export class ValidationWords {
  readonly root = h("p", { class: "validationWords", hidden: true });
  private readonly say: (text: string) => void;
  private seen: unknown = null;
  private spoken = "";

  constructor(say: (text: string) => void) {
    this.say = say;
  }

  update(run: RunState): void {
    const points = run.validation.all;
    if (points === this.seen) return;
    this.seen = points;
    const parting = partingOf(points, run.loss);
    const best = bestOf(points);
    this.root.hidden = best === null;
    this.root.classList.toggle("parting", parting !== null);
    setText(this.root, parting !== null ? tellParting(parting) : best === null ? "" : tellBest(best));
    this.speak(run.id, parting);
  }

  /** Once for each best step: the numbers change with every evaluation. */
  private speak(run: number, parting: Parting | null): void {
    const key = parting === null ? "" : `${run} ${parting.best.step}`;
    if (key !== "" && key !== this.spoken) this.say(tellParting(parting!));
    this.spoken = key;
  }
}

const tellBest = ({ step, loss }: Parting["best"]): string =>
  `Lowest validation loss so far: ${formatNumber(loss)}, at step ${formatCount(step)}, whose weights are kept.`;

const tellParting = ({ best, last }: Parting): string =>
  `The curves part: since step ${formatCount(best.step)} the validation loss has risen from ${formatNumber(best.loss)} to ` +
  `${formatNumber(last.loss)}, while the training loss goes on falling. What is learned since then holds for nothing but what is trained on. ` +
  `The weights of step ${formatCount(best.step)} are kept.`;
