import { splitAtPoint } from "../../engine/words/numbers.ts";
import { h, setText } from "../shared/dom.ts";

/** A number in a column, aligned at its decimal point. */
export interface AlignedNumber {
  readonly element: HTMLElement;
  show(text: string): void;
}

/** @param meaning what screen readers say before the number. */
export function alignedNumber(name: string, meaning: string): AlignedNumber {
  const whole = h("span", { class: "whole" });
  const rest = h("span", { class: "rest" });
  const element = h(
    "span",
    { class: "aligned", "data-figure": name },
    h("span", { class: "spoken" }, `${meaning} `),
    whole,
    rest,
  );
  return {
    element,
    show: (text) => {
      const [before, after] = splitAtPoint(text);
      setText(whole, before);
      setText(rest, after);
    },
  };
}
