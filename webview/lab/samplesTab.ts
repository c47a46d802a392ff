import type { Sample } from "../../engine/worker/protocol.ts";
import { h, setText } from "../shared/dom.ts";
import type { RunState } from "../shared/store.ts";
import { probabilityLegend, sampleArticle } from "./sampleText.ts";

/** *Samples*: all that were drawn, newest first. Nothing is built while the tab is hidden. */
export class SamplesTab {
  readonly root: HTMLElement;
  private readonly list = h("div", { class: "sampleList", role: "feed", "aria-label": "Samples, newest first" });
  private readonly none = h("p", { class: "waiting" });
  private readonly say: (text: string) => void;
  private readonly built = new Map<Sample, HTMLElement>();

  constructor(say: (text: string) => void) {
    this.say = say;
    const hint = h("p", { class: "hint" }, "What the model writes when it is asked to go on from the dimmed words.");
    this.root = h(
      "div",
      { class: "samplesTab" },
      h("div", { class: "chartHead" }, hint, probabilityLegend()),
      this.none,
      this.list,
    );
  }

  update(run: RunState): void {
    const known = new Set(run.samples.all);
    for (const [sample, element] of this.built) {
      if (known.has(sample)) continue;
      element.remove();
      this.built.delete(sample);
    }
    for (const sample of run.samples.all) {
      if (this.built.has(sample)) continue;
      const article = sampleArticle(sample, this.say);
      this.built.set(sample, article);
      this.list.prepend(article);
    }
    const can = run.description?.can.sample ?? true;
    setText(this.none, can ? "No sample yet." : "This network does not write: its task is another one.");
    this.none.hidden = run.samples.all.length > 0;
  }
}
