import { svg } from "../../shared/dom.ts";
import { type CellHues, huesOf, wear } from "../../shared/hues.ts";
import { type CellPlan, type DrawnCell, type PlannedGate, planOf } from "./cellPlan.ts";

const left = 44;
const first = 112;
const pitch = 56;
const radius = 8;

/** Heights of what lies below each other, from the top: states, operators, gates, the line that all gates read. */
interface Rows {
  readonly memory: number;
  readonly operators: number;
  readonly gates: number;
  readonly input: number;
}

interface Sheet {
  readonly plan: CellPlan;
  readonly hues: CellHues;
  readonly rows: Rows;
  /** Where the lines to the next step end. */
  readonly right: number;
  x(gate: PlannedGate): number;
}

/** A cell in its gates' colours, made of what it says of itself: its memory runs along the top, what all gates read along the bottom. */
export function cellDrawing(cell: DrawnCell, kind: string): SVGElement {
  const plan = planOf(cell);
  const memory = 40 + 26 * plan.others.length;
  const rows = { memory, operators: memory + 34, gates: memory + 70, input: memory + 124 };
  const right = first + pitch * Math.max(1, plan.gates.length) + 8;
  const sheet: Sheet = { plan, hues: huesOf(cell), rows, right, x: (gate) => first + pitch * plan.gates.indexOf(gate) };
  const [width, height] = [right + left, rows.input + 28];
  const symbols = plan.gates.map(({ gate }) => gate.name || gate.symbol).join(", ");
  const label = `A ${kind} cell${symbols === "" ? "" : `: ${symbols}`}`;
  const box = { viewBox: `0 0 ${width} ${height}`, width, height, role: "img", "aria-label": label };
  const parts = [
    ...lanes(sheet),
    ...inputLine(sheet),
    ...(plan.gates.length === 0 ? lonelyBox(sheet) : plan.gates.flatMap((gate) => gateParts(gate, sheet))),
    ...output(sheet),
  ];
  // Boxes and signs lie upon the lines.
  const isLine = (part: SVGElement): boolean => part.classList.contains("wire");
  return svg("svg", { class: "cellDrawing", ...box }, ...parts.filter(isLine), ...parts.filter((part) => !isLine(part)));
}

const wire = (d: string, kind = ""): SVGElement => svg("path", { d, class: `wire ${kind}` });
const name = (x: number, y: number, text: string, kind = ""): SVGElement =>
  svg("text", { x, y: y + 4, class: `name ${kind}` }, text);
const sign = (x: number, y: number, text: string): SVGElement =>
  svg("g", { class: "operator" }, svg("circle", { cx: x, cy: y, r: radius }), svg("text", { x, y: y + 4 }, text));
const dot = (x: number, y: number): SVGElement => svg("circle", { cx: x, cy: y, r: 3, class: "dot" });

function colored(sheet: Sheet, state: string, part: SVGElement): SVGElement {
  wear(part, sheet.hues.state(state));
  return part;
}

/** States on their way from the step before, at the left, to the next. */
function lanes(sheet: Sheet): SVGElement[] {
  const { plan, rows, right } = sheet;
  const lane = (state: string, y: number, from: number): SVGElement[] => [
    colored(sheet, state, wire(`M${from} ${y}H${right}`, "state")),
    colored(sheet, state, name(right + 16, y, state, "state")),
  ];
  const others = plan.others.flatMap((state, k) => {
    const y = 28 + 26 * k;
    return [...lane(state, y, left), colored(sheet, state, name(left - 8, y, `${state}₋`, "state before"))];
  });
  const start = plan.carried ? left : first;
  const old =
    plan.memory === "h" || plan.carried
      ? [colored(sheet, plan.memory, name(left - 8, rows.memory, `${plan.memory}₋`, "state before"))]
      : [];
  return [...others, ...lane(plan.memory, rows.memory, start), ...old];
}

/** x and the old h, which all gates read. */
function inputLine(sheet: Sheet): SVGElement[] {
  const { plan, rows } = sheet;
  const end = plan.gates.length === 0 ? first : first + pitch * (plan.gates.length - 1);
  const line = wire(`M${left} ${rows.input}H${end}`, "hidden");
  if (plan.memory !== "h") return [line, name(left - 8, rows.input, "h₋, x", "before")];
  const down = wire(`M${left} ${rows.memory}H${left + 20}V${rows.input}`, "hidden");
  return [line, down, name(left - 8, rows.input, "x", "before")];
}

/** A cell without gates is one function of what it reads. */
function lonelyBox({ plan, hues, rows }: Sheet): SVGElement[] {
  const box = gateBox(first, rows.gates, plan.memory);
  wear(box, hues.state(plan.memory));
  return [wire(`M${first} ${rows.input}V${rows.memory}`), box];
}

function gateBox(x: number, y: number, symbol: string): SVGElement {
  const width = Math.max(26, 10 + 8 * symbol.length);
  const frame = svg("rect", { x: x - width / 2, y: y - 12, width, height: 24 });
  return svg("g", { class: "gateBox" }, frame, svg("text", { x, y: y + 4 }, symbol));
}

function gateParts(planned: PlannedGate, sheet: Sheet): SVGElement[] {
  const { rows, hues } = sheet;
  const x = sheet.x(planned);
  const box = gateBox(x, rows.gates, planned.gate.symbol);
  wear(box, hues.gate(planned.gate.symbol));
  return [wire(`M${x} ${rows.input}V${rows.gates}`, "hidden"), box, ...actionParts(planned, x, sheet)];
}

function actionParts(planned: PlannedGate, x: number, sheet: Sheet): SVGElement[] {
  const { plan, rows } = sheet;
  const candidate = plan.gates.find(({ action }) => action === "add");
  switch (planned.action) {
    case "keep":
      return [wire(`M${x} ${rows.gates}V${rows.memory}`), sign(x, rows.memory, "×")];
    case "let in":
      return [wire(`M${x} ${rows.gates}V${rows.operators}H${sheet.x(candidate!)}`)];
    case "reset": {
      const to = sheet.x(candidate!);
      const y = rows.gates + 32;
      return [wire(`M${x} ${rows.gates}H${to - 28}V${y}H${to}`), sign(to, y, "×"), name(to + 20, y, "h₋")];
    }
    case "add":
      return [
        wire(`M${x} ${rows.gates}V${rows.memory}`),
        ...admitted(x, sheet),
        ...(plan.carried ? [sign(x, rows.memory, "+")] : []),
      ];
    case "read out":
      return [wire(`M${x} ${rows.gates}V${rows.operators}`), sign(x, rows.operators, "×")];
    case "act":
      return acting(planned, x, sheet);
    default:
      return planned.action satisfies never;
  }
}

/** What the candidate is multiplied by on its way: its input gate, or what an update gate leaves. */
function admitted(x: number, { plan, rows }: Sheet): SVGElement[] {
  if (plan.gates.some(({ action }) => action === "let in")) return [sign(x, rows.operators, "×")];
  const update = plan.gates.find(({ gate }) => gate.role === "update");
  if (update === undefined) return [];
  return [sign(x, rows.operators, "×"), name(x - 32, rows.operators, `1 − ${update.gate.symbol}`)];
}

/** A dot on each state that it acts on, or on the way to h. */
function acting({ actsOn }: PlannedGate, x: number, { plan, rows }: Sheet): SVGElement[] {
  const heights = actsOn.flatMap((state) => {
    if (state === plan.memory) return [rows.memory];
    const place = plan.others.indexOf(state);
    return place < 0 ? [rows.operators] : [28 + 26 * place];
  });
  if (heights.length === 0) return [];
  return [wire(`M${x} ${rows.gates}V${Math.min(...heights)}`), ...heights.map((y) => dot(x, y))];
}

/** From the memory to h, which is what the layer above reads. */
function output(sheet: Sheet): SVGElement[] {
  const { plan, rows, right } = sheet;
  if (plan.memory === "h") return [];
  const onTheWay = plan.gates.filter(({ action, actsOn }) => action === "read out" || (action === "act" && isOnlyH(actsOn)));
  const from = onTheWay.length === 0 ? right - 28 : sheet.x(onTheWay[0]!);
  const y = rows.operators;
  return [
    colored(sheet, plan.memory, wire(`M${from} ${rows.memory}V${y}`, "state")),
    colored(sheet, "h", wire(`M${from} ${y}H${right}`, "state")),
    colored(sheet, "h", name(right + 16, y, "h", "state")),
  ];
}

const isOnlyH = (states: readonly string[]): boolean => states.length === 1 && states[0] === "h";
