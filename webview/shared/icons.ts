import { svg } from "./dom.ts";

/** Drawn on a grid of 16, in the current text colour, to stand beside VS Code's own icons. */
const paths = {
  play: "M4 2.5v11l9-5.5z",
  pause: "M4 3h2.5v10H4zM9.5 3H12v10H9.5z",
  step: "M3 3v10l7-5zM11 3h2v10h-2z",
  stop: "M3.5 3.5h9v9h-9z",
  settings:
    "M2 4h7.6a2 2 0 0 1 3.8 0H14v1h-.6a2 2 0 0 1-3.8 0H2zm0 7h.6a2 2 0 0 1 3.8 0H14v1H6.4a2 2 0 0 1-3.8 0H2zm9.5-7.5a1 1 0 1 0 0 2 1 1 0 0 0 0-2zm-7 7a1 1 0 1 0 0 2 1 1 0 0 0 0-2z",
  error:
    "M8 1.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13zm0 1a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11zM7.4 4.5h1.2v5H7.4zm0 6h1.2v1.2H7.4z",
  add: "M7.5 3h1v4.5H13v1H8.5V13h-1V8.5H3v-1h4.5z",
  remove: "M4.4 3.7 8 7.3l3.6-3.6.7.7L8.7 8l3.6 3.6-.7.7L8 8.7l-3.6 3.6-.7-.7L7.3 8 3.7 4.4z",
  up: "M8 4l5 5-.7.7L8 5.4 3.7 9.7 3 9z",
  down: "M8 11.6 3 6.6l.7-.7L8 10.2l4.3-4.3.7.7z",
  info: "M8 1.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13zm0 1a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11zM7.4 4.3h1.2v1.2H7.4zm0 2.4h1.2v5H7.4z",
  chevron: "M5.7 13.7 5 13l4.6-5L5 3.4l.7-.7L11 8z",
} as const;

export type IconName = keyof typeof paths;

export function icon(name: IconName): SVGElement {
  const path = svg("path", { d: paths[name], "fill-rule": "evenodd" });
  return svg("svg", { class: "icon", viewBox: "0 0 16 16", width: 16, height: 16, "aria-hidden": "true" }, path);
}
