import { concise } from "../../engine/recipe/concise.ts";
import type { JsonSchema } from "../../engine/recipe/jsonSchema.ts";
import type { FormOutlook, FromView, ToView } from "../protocol.ts";
import { button } from "../shared/components.ts";
import { h, setText } from "../shared/dom.ts";
import type { RunState } from "../shared/store.ts";
import { Form } from "./form/form.ts";
import { setAt, stepInto } from "./form/values.ts";

/** Milliseconds without a keystroke after which is asked what would come of it. */
const pause = 300;

/** What a run in view has of its own is not asked for: its text's file, and the form in which recipes are written. */
const ofRun = (schema: JsonSchema): JsonSchema =>
  ["/properties/version", "/properties/text/properties/file"].reduce<unknown>(
    (kept, pointer) => setAt(kept, pointer, undefined),
    schema,
  ) as JsonSchema;

/** The recipe of the run in view, to be changed and trained. Folded, and nothing is built, until a person asks for it. */
export class RecipeForm {
  readonly root: HTMLDetailsElement;
  private readonly send: (message: FromView) => void;
  private readonly costs = h("span", { class: "formCosts", role: "status" });
  private readonly train = button("Train this recipe", () => this.order(), "primary");
  private readonly place = h("div", {});
  private form: Form | null = null;
  private run: RunState | null = null;
  private recipe: unknown = {};
  private problems: FormOutlook["problems"] = [];
  /** The run whose recipe stands in the fields, and whether a person has changed it since. */
  private filled: number | null = null;
  private isChanged = false;
  private serial = 0;
  private timer = 0;

  constructor(send: (message: FromView) => void) {
    this.send = send;
    const copy = button("Copy as Recipe", () => send({ type: "command", command: "copyRecipe" }));
    copy.title = "The recipe of the run in view, as text for a file.";
    const back = button("Back to this run’s", () => this.fill());
    const foot = h("div", { class: "formFoot" }, this.costs, h("div", { class: "actions" }, this.train, back, copy));
    const words = h("span", { class: "hint" }, "change it, see what it costs, train it");
    this.root = h("details", { class: "recipeForm" }, h("summary", {}, h("h3", {}, "recipe"), words), this.place, foot);
    this.root.addEventListener("toggle", () => this.open());
    // What a field refuses it does not report.
    this.place.addEventListener("input", () => this.askSoon());
  }

  /** Filled anew when another run comes, unless a person is at work in it. */
  update(run: RunState): void {
    this.run = run;
    this.root.hidden = run.description === null;
    if (this.form !== null && this.root.open && run.id !== this.filled && !this.isChanged) this.fill();
  }

  receive(message: ToView): void {
    if (message.type === "form") this.build(message.schema);
    if (message.type === "previewed" && message.serial === this.serial) this.tell(message.outlook);
  }

  private open(): void {
    if (!this.root.open) return;
    if (this.form === null) this.send({ type: "form" });
    else if (this.run !== null) this.update(this.run);
  }

  private build(schema: JsonSchema): void {
    if (this.form !== null) return;
    this.form = new Form(ofRun(schema), (pointer, value) => this.change(pointer, value));
    this.place.replaceChildren(this.form.root);
    this.fill();
  }

  private fill(): void {
    const description = this.run?.description;
    if (this.form === null || !description) return;
    const { version, ...said } = concise(description.recipe);
    this.recipe = setAt(said, "/text/file", undefined);
    this.filled = this.run!.id;
    this.isChanged = false;
    this.problems = [];
    this.form.show(this.recipe);
    this.ask();
  }

  private change(pointer: string, value: unknown): void {
    this.recipe = setAt(this.recipe, pointer, value);
    if (pointer === "/task" || pointer.startsWith("/task/")) this.leaveToTask();
    this.isChanged = true;
    this.form!.show(this.recipe, this.pointed());
    this.askSoon();
  }

  /** Readout and loss were chosen to suit the task as it was: they are chosen anew. */
  private leaveToTask(): void {
    for (const pointer of ["/head/readout", "/training/loss"]) this.recipe = setAt(this.recipe, pointer, undefined);
  }

  private askSoon(): void {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.ask(), pause);
  }

  private ask(): void {
    clearTimeout(this.timer);
    this.serial++;
    this.send({ type: "preview", serial: this.serial, recipe: this.recipe });
  }

  private tell({ costs, problems }: FormOutlook): void {
    this.problems = problems;
    this.form?.show(this.recipe, this.pointed());
    const count = Math.max(problems.length, this.refused);
    const placeless = problems.filter(({ place }) => place.length === 0).map(({ sentence }) => sentence);
    const marked = count === 1 ? "One field is not as it must be." : `${count} fields are not as they must be.`;
    const wrong = placeless.length > 0 ? placeless.join(" ") : marked;
    setText(this.costs, count > 0 ? wrong : (costs ?? "What it costs cannot be told of so large a text."));
    this.costs.classList.toggle("wrong", count > 0);
    this.train.toggleAttribute("disabled", count > 0);
  }

  /** Fields in which something stands that is not in the recipe, because it cannot be. */
  private get refused(): number {
    return this.place.querySelectorAll(".invalid").length;
  }

  private order(): void {
    if (this.refused === 0) this.send({ type: "trainRecipe", recipe: this.recipe });
    else this.ask();
  }

  private pointed() {
    return this.problems.map(({ place, sentence }) => ({ pointer: place.reduce<string>(stepInto, ""), message: sentence }));
  }
}
