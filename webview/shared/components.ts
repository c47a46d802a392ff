/**
 * The one place that knows `@vscode/webview-ui-toolkit`: the kit is archived, and will be swapped here one day.
 * Everybody else gets plain elements from these functions.
 */
import {
  provideVSCodeDesignSystem,
  vsCodeButton,
  vsCodeDropdown,
  vsCodeOption,
  vsCodePanels,
  vsCodePanelTab,
  vsCodePanelView,
  vsCodeProgressRing,
} from "@vscode/webview-ui-toolkit";
import { h, setAttribute } from "./dom.ts";
import { type IconName, icon } from "./icons.ts";

provideVSCodeDesignSystem().register(
  vsCodeButton(),
  vsCodeDropdown(),
  vsCodeOption(),
  vsCodePanels(),
  vsCodePanelTab(),
  vsCodePanelView(),
  vsCodeProgressRing(),
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
