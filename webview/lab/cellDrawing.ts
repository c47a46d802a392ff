import { svg } from "../shared/dom.ts";

const gates = [
  { gate: "f", x: 96 },
  { gate: "i", x: 152 },
  { gate: "g", x: 192 },
  { gate: "o", x: 248 },
] as const;

/** An LSTM cell in the gates' colours: the cell state runs along the top, the hidden state along the bottom. */
export function cellDrawing(): SVGElement {
  const line = (d: string, kind: string): SVGElement => svg("path", { d, class: `wire ${kind}` });
  const dot = (x: number, y: number, sign: string): SVGElement =>
    svg("g", { class: "operator" }, svg("circle", { cx: x, cy: y, r: 8 }), svg("text", { x, y: y + 4 }, sign));
  const name = (x: number, y: number, text: string, kind: string): SVGElement =>
    svg("text", { x, y, class: `name ${kind}` }, text);
  const boxes = gates.map(({ gate, x }) =>
    svg(
      "g",
      { class: `gateBox gate-${gate}` },
      svg("rect", { x: x - 13, y: 93, width: 26, height: 24 }),
      svg("text", { x, y: 109 }, gate),
    ),
  );
  return svg(
    "svg",
    {
      class: "cellDrawing",
      viewBox: "0 0 340 176",
      width: 340,
      height: 176,
      role: "img",
      "aria-label": "An LSTM cell with its four gates",
    },
    line("M40 40H300", "cell"),
    line("M40 148H248M96 148V117M152 148V117M192 148V117M248 148V117", "hidden"),
    line("M96 93V48M152 93V74H164M192 93V74H180M172 66V48M248 93V74M256 66H300", "quiet"),
    line("M248 40V58", "cell"),
    ...boxes,
    dot(96, 40, "×"),
    dot(172, 40, "+"),
    dot(172, 74, "×"),
    dot(248, 66, "×"),
    name(22, 44, "c", "cell"),
    name(318, 44, "c", "cell"),
    name(22, 152, "h, x", "hidden"),
    name(318, 70, "h", "hidden"),
  );
}
