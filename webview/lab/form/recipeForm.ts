import type { Place } from "../../../engine/errors/errors.ts";
import type { Schema } from "../../../engine/registry/options.ts";
import type { FormOutlook, FromView, RecipeForm as Table, ToView } from "../../protocol.ts";
import { button } from "../../shared/components.ts";
import { h, setText } from "../../shared/dom.ts";
import { kindLabel } from "../../shared/kinds.ts";
import type { RunState } from "../../shared/store.ts";
import { fieldOf, fieldsOf } from "./fields.ts";
import { valueAt, withValue } from "./formValue.ts";
import { Marks } from "./marks.ts";
import type { FormRoom } from "./rows.ts";

type Refused = FormOutlook["problems"][number];

/** Milliseconds without a keystroke after which is asked what would come of it. */
const pause = 300;

/** What the run in view has of its own: the form of its writing, and the text. */
const notAsked: ReadonlySet<string> = new Set(["version"]);
const withoutFileOf = (part: string, { file, ...others }: Schema): Schema =>
  part === "text" || file === undefined ? others : { file, ...others };

/** The recipe of the run in view, to be changed and trained: fields made of the one table of recipes. Folded until a person asks for it. */
export class RecipeForm {
  readonly root: HTMLDetailsElement;
  private readonly send: (message: FromView) => void;
  private readonly parts = h("div", { class: "formParts" });
  private readonly help = h("p", { class: "hint formHelp" });
  private readonly costs = h("span", { class: "formCosts" });
  private readonly train = button("Train this recipe", () => this.send({ type: "trainRecipe", recipe: this.recipe }), "primary");
  private readonly marks = new Marks();
  private table: Table | null = null;
  private run: RunState | null = null;
  private recipe: unknown = {};
  /** The run whose recipe stands in the fields, and whether a person has changed it since. */
  private filled: number | null = null;
  private isChanged = false;
  private refused: Refused[] = [];
  private serial = 0;
  private timer = 0;

  constructor(send: (message: FromView) => void) {
    this.send = send;
    const copy = button("Copy as Recipe", () => send({ type: "command", command: "copyRecipe" }));
    copy.title = "The recipe of the run in view, as text for a file.";
    const back = button("Back to this run’s", () => this.fill());
    const actions = h("div", { class: "actions" }, this.train, back, copy);
    const foot = h("div", { class: "formFoot" }, this.costs, actions, this.help);
    const words = h("span", { class: "hint" }, "change it, see what it costs, train it");
    this.root = h("details", { class: "recipeForm" }, h("summary", {}, h("h3", {}, "recipe"), words), this.parts, foot);
    this.root.addEventListener("toggle", () => this.open());
    for (const event of ["focusin", "pointerover"]) this.parts.addEventListener(event, ({ target }) => this.explain(target));
  }

  /** Fields are filled anew when another run comes, unless a person is at work in them. */
  update(run: RunState): void {
    this.run = run;
    this.root.hidden = run.description === null;
    if (this.table !== null && this.root.open && run.description !== null && run.id !== this.filled && !this.isChanged)
      this.fill();
  }

  receive(message: ToView): void {
    if (message.type === "form" && this.table === null) {
      this.table = message.form;
      this.fill();
    }
    if (message.type === "previewed" && message.serial === this.serial) this.tell(message.outlook);
  }

  private open(): void {
    if (!this.root.open) return;
    if (this.table === null) this.send({ type: "form" });
    else if (this.run !== null) this.update(this.run);
  }

  private fill(): void {
    if (this.table === null || this.run?.description == null) return;
    this.recipe = this.run.description.recipe;
    this.filled = this.run.id;
    this.isChanged = false;
    this.draw();
    this.ask();
  }

  private build({ options, entries }: Table): HTMLElement[] {
    const room: FormRoom = {
      entries,
      fields: fieldsOf,
      read: (place) => valueAt(this.recipe, place),
      write: (place, value) => this.write(place, value),
      refuse: (place, sentence) => this.refuse(place, sentence),
      mark: (place, control, note) => this.marks.add(place, control, note),
    };
    return Object.entries(options)
      .filter(([name]) => !notAsked.has(name))
      .map(([name, option]) => {
        const within = option.type === "group" ? withoutFileOf(name, option.options) : null;
        const fields = within === null ? [fieldOf(room, option, [name])] : fieldsOf(room, within, [name]);
        const legend = h("legend", { "data-summary": option.summary ?? "" }, kindLabel(name));
        return h("fieldset", { class: "part", "data-part": name }, legend, ...fields);
      });
  }

  private write(place: Place, value: unknown): void {
    this.recipe = withValue(this.recipe, place, value);
    this.forgive(place);
    if (place.length === 1 && place[0] === "task") this.leaveToTask();
    this.askSoon();
  }

  /** Readout and loss were chosen to suit the task before: another one chooses anew. */
  private leaveToTask(): void {
    for (const place of [
      ["head", "readout"],
      ["training", "loss"],
    ])
      this.recipe = withValue(this.recipe, place, undefined);
    this.draw();
    this.parts.querySelector<HTMLElement>('[data-part="task"] select')?.focus();
  }

  private draw(): void {
    this.refused = [];
    this.marks.forget();
    if (this.table !== null) this.parts.replaceChildren(...this.build(this.table));
  }

  /** What cannot be written into the recipe; until it is mended the recipe is not what the fields show, and is not trained. */
  private refuse(place: Place, sentence: string): void {
    this.forgive(place);
    this.refused.push({ place, sentence });
    this.askSoon();
  }

  private forgive(place: Place): void {
    this.refused = this.refused.filter(({ place: other }) => !place.every((key, k) => key === other[k]));
  }

  private askSoon(): void {
    this.isChanged = true;
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.ask(), pause);
  }

  private ask(): void {
    clearTimeout(this.timer);
    this.serial++;
    if (this.refused.length > 0) this.tell({ costs: null, problems: this.refused });
    else this.send({ type: "preview", serial: this.serial, recipe: this.recipe });
  }

  private tell({ costs, problems }: FormOutlook): void {
    const placeless = this.marks.tell(problems);
    const count = problems.length - placeless.length;
    const marked =
      count === 0 ? [] : [count === 1 ? "One field is not as it must be." : `${count} fields are not as they must be.`];
    const wrong = [...placeless, ...marked];
    setText(this.costs, problems.length > 0 ? wrong.join(" ") : (costs ?? "What it costs cannot be told of so large a text."));
    this.costs.classList.toggle("wrong", problems.length > 0);
    this.train.toggleAttribute("disabled", problems.length > 0);
  }

  private explain(target: EventTarget | null): void {
    const about = target instanceof Element ? target.closest<HTMLElement>("[data-summary]") : null;
    if (about?.dataset.summary) setText(this.help, about.dataset.summary);
  }
}
