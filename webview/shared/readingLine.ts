import { h, setText } from "./dom.ts";

/** One line of parts in the order of their weight. Parts that have no room vanish whole: half a number is another number. */
export interface ReadingLine {
  readonly element: HTMLElement;
  show(parts: readonly string[]): void;
}

export function readingLine(): ReadingLine {
  const element = h("p", { class: "reading line" });
  return {
    element,
    show: (parts) => {
      while (element.childElementCount > parts.length) element.lastElementChild!.remove();
      while (element.childElementCount < parts.length) element.append(h("span", {}));
      parts.forEach((part, k) => {
        setText(element.children[k]!, part);
      });
    },
  };
}
