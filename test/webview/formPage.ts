/// <reference path="../../webview/shared/css.d.ts" />
/** A page with nothing on it but a form, which has what it shows changed as its owner would. */
import "../../webview/shared/base.css";
import "../../webview/lab/form/form.css";
import { Form, type FormProblem } from "../../webview/lab/form/form.ts";
import type { JsonSchema } from "../../webview/lab/form/schema.ts";
import { setAt } from "../../webview/lab/form/values.ts";
import { followTheme } from "../../webview/shared/theme.ts";
import { recipeSchema, recipeValue } from "./fixture/recipeSchema.ts";

export interface FormHost {
  value: unknown;
  readonly changes: [pointer: string, value: unknown][];
  show(value: unknown, problems?: readonly FormProblem[]): void;
}

/** Another schema than the small one, handed over as the page's memory. */
const given = window.remembered as { schema: JsonSchema; value: unknown } | undefined;

const formHost: FormHost = {
  value: given?.value ?? recipeValue,
  changes: [],
  show(value, problems = []) {
    formHost.value = value;
    form.show(value, problems);
  },
};
const form = new Form(given?.schema ?? recipeSchema, (pointer, value) => {
  formHost.changes.push([pointer, value]);
  formHost.show(setAt(formHost.value, pointer, value));
});
Object.assign(window, { formHost });
document.getElementById("root")!.append(form.root);
followTheme("editor", () => form.show(formHost.value));
