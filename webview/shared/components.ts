/**
 * The one place that knows `@vscode/webview-ui-toolkit`: the kit is archived, and will be swapped here one day.
 * Everybody else gets plain elements from these functions.
 */
import {
  provideVSCodeDesignSystem,
  vsCodeButton,
  vsCodeCheckbox,
  vsCodeDropdown,
  vsCodeOption,
  vsCodePanels,
  vsCodePanelTab,
  vsCodePanelView,
  vsCodeProgressRing,
  vsCodeTextField,
} from "@vscode/webview-ui-toolkit";
import { h, setAttribute } from "./dom.ts";
import { type IconName, icon } from "./icons.ts";

provideVSCodeDesignSystem().register(
  vsCodeButton(),
  vsCodeCheckbox(),
  vsCodeDropdown(),
  vsCodeOption(),
  vsCodePanels(),
  vsCodePanelTab(),
  vsCodePanelView(),
  vsCodeProgressRing(),
  vsCodeTextField(),
);

const create = (tag: string, attributes: Readonly<Record<string, string | boolean>> = {}): HTMLElement => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) setAttribute(element, name, value);
  return element;
};

export function button(label: string, press: () => void, appearance: "primary" | "secondary" = "secondary"): HTMLElement {
  const element = create("vscode-button", { appearance });
  element.append(label);
  element.addEventListener("click", press);
  return element;
}

/** A button that shows only a drawing; `label` is what screen readers say, and with the shortcut what pointing shows. */
export interface IconButton {
  readonly element: HTMLElement;
  show(name: IconName, label: string, shortcut: string, enabled: boolean): void;
}

export function iconButton(press: () => void): IconButton {
  const element = create("vscode-button", { appearance: "icon" });
  element.addEventListener("click", press);
  let shown = "";
  return {
    element,
    show: (name, label, shortcut, enabled) => {
      if (shown !== name) element.replaceChildren(icon(name));
      shown = name;
      element.title = shortcut === "" ? label : `${label} (${shortcut})`;
      element.ariaLabel = label;
      setAttribute(element, "aria-label", label);
      setAttribute(element, "aria-keyshortcuts", shortcut === "" ? null : shortcut);
      setAttribute(element, "disabled", !enabled);
    },
  };
}

export interface Choice {
  readonly element: HTMLElement;
  /** Replaces the options; keeps the choice where it still exists. */
  offer(options: readonly { readonly value: string; readonly text: string }[], chosen: string): void;
}

export function dropdown(label: string, choose: (value: string) => void): Choice {
  const element = create("vscode-dropdown", { "aria-label": label }) as HTMLElement & { value: string };
  let offered = "";
  let told: string | null = null;
  element.addEventListener("change", () => {
    told = element.value;
    choose(element.value);
  });
  return {
    element,
    offer: (options, chosen) => {
      const key = JSON.stringify(options);
      // While a person goes through the open list, its value must not be written over.
      if (key === offered && chosen === told) return;
      told = chosen;
      if (key !== offered) {
        element.replaceChildren(
          ...options.map(({ value, text }) => {
            const option = create("vscode-option", { value });
            option.append(text);
            return option;
          }),
        );
      }
      offered = key;
      element.value = chosen;
    },
  };
}

/** A choice that does something and then offers all of it again. @param text stands in place of a choice */
export function menu(
  label: string,
  text: string,
  pick: (value: string) => void,
): { readonly element: HTMLElement; offer: Choice["offer"] } {
  const choice = dropdown(label, (value) => {
    if (value !== "") pick(value);
    (choice.element as HTMLElement & { value: string }).value = "";
  });
  return { element: choice.element, offer: (options) => choice.offer([{ value: "", text }, ...options], "") };
}

/** The kit names text fields and check boxes anew when they come into the page: by their text, of which ours have none. */
function keepLabel(element: HTMLElement, label: string): void {
  const keep = (): void => {
    if (element.getAttribute("aria-label") !== label) element.setAttribute("aria-label", label);
  };
  new MutationObserver(keep).observe(element, { attributes: true, attributeFilter: ["aria-label"] });
  keep();
}

export interface TextInput {
  readonly element: HTMLElement;
  /** Not while a person writes into it. */
  show(text: string, placeholder: string): void;
  /** Whether what stands in it cannot be taken. */
  setInvalid(invalid: boolean): void;
}

/** @param label what screen readers say @param typed told with each letter */
export function textInput(label: string, typed: (text: string) => void): TextInput {
  const element = create("vscode-text-field") as HTMLElement & { value: string };
  keepLabel(element, label);
  element.addEventListener("input", () => typed(element.value));
  return {
    element,
    show: (text, placeholder) => {
      setAttribute(element, "placeholder", placeholder === "" ? null : placeholder);
      if (document.activeElement !== element) element.value = text;
    },
    setInvalid: (invalid) => {
      setAttribute(element, "aria-invalid", invalid ? "true" : null);
      element.classList.toggle("invalid", invalid);
    },
  };
}

export interface Check {
  readonly element: HTMLElement;
  show(checked: boolean): void;
}

export function checkbox(label: string, changed: (checked: boolean) => void): Check {
  const element = create("vscode-checkbox") as HTMLElement & { checked: boolean };
  keepLabel(element, label);
  let told = false;
  element.addEventListener("change", () => {
    if (element.checked === told) return;
    told = element.checked;
    changed(told);
  });
  return {
    element,
    show: (checked) => {
      told = checked;
      element.checked = checked;
    },
  };
}

/** The browser's own list: for where a list of ours would be cut off, and for the many of a form. */
export function nativeList(label: string, choose: (value: string) => void): Choice & { readonly element: HTMLSelectElement } {
  const element = h("select", { class: "list", "aria-label": label });
  let offered = "";
  element.addEventListener("change", () => choose(element.value));
  return {
    element,
    offer: (options, chosen) => {
      const key = JSON.stringify(options);
      if (key !== offered) element.replaceChildren(...options.map(({ value, text }) => h("option", { value }, text)));
      offered = key;
      if (element.value !== chosen) element.value = chosen;
    },
  };
}

export interface Tabs {
  readonly element: HTMLElement;
  select(id: string): void;
}

/** Tabs with their panels; arrow keys move between them. `changed` is told the id of the tab that was opened. */
export function tabs(
  label: string,
  pages: readonly { readonly id: string; readonly title: string; readonly page: HTMLElement }[],
  opened: string,
  changed: (id: string) => void,
): Tabs {
  const element = create("vscode-panels", { "aria-label": label, activeid: `tab-${opened}` }) as HTMLElement & {
    activeid: string;
  };
  for (const { id, title } of pages) {
    const tab = create("vscode-panel-tab", { id: `tab-${id}` });
    tab.append(title);
    element.append(tab);
  }
  for (const { id, page } of pages) {
    const view = create("vscode-panel-view", { id: `view-${id}` });
    view.append(page);
    element.append(view);
  }
  element.addEventListener("change", (event) => {
    if (event.target === element) changed(element.activeid.replace("tab-", ""));
  });
  return {
    element,
    select: (id) => {
      element.activeid = `tab-${id}`;
    },
  };
}

export function progressRing(label: string): HTMLElement {
  return h("div", { class: "ring" }, create("vscode-progress-ring", { "aria-label": label }));
}
