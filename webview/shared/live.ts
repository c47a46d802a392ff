import { h } from "./dom.ts";

/** A region that screen readers speak, politely, when its text changes. It is for what seldom changes: a run's status, a cell that was asked for. */
export function liveRegion(): { readonly element: HTMLElement; say(text: string): void } {
  const element = h("div", { class: "spoken", role: "status", "aria-live": "polite" });
  return {
    element,
    say: (text) => {
      if (element.textContent !== text) element.textContent = text;
    },
  };
}
