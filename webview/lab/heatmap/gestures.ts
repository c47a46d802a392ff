import { hit, type Layout } from "./layout.ts";
import type { CellIndex } from "./reading.ts";
import { between, follow, type Rectangle, whole, zoom } from "./rectangle.ts";

/** What gestures read and change; the heatmap owns it. */
export interface Target {
  readonly element: HTMLElement;
  readonly rows: number;
  readonly columns: number;
  layout(): Layout;
  view(): Rectangle;
  cursor(): CellIndex | null;
  /** The cell under the pointer; null when it leaves. */
  point(place: CellIndex | null): void;
  moveCursor(place: CellIndex): void;
  zoomTo(view: Rectangle): void;
  /** Both corners of a rectangle that is being drawn; null when it is done or given up. */
  drag(from: CellIndex | null, to: CellIndex | null): void;
}

const step = 0.8;

/** Wheel zooms when the picture has the focus or Ctrl is held (a pinch arrives as that), so that the page can still be scrolled over it. */
export function attachGestures(target: Target): void {
  const { element } = target;
  const bounds = whole(target.rows, target.columns);
  let start: CellIndex | null = null;
  const placeOf = (event: MouseEvent): CellIndex | null => {
    const edge = element.getBoundingClientRect();
    return hit(target.layout(), target.view(), event.clientX - edge.left, event.clientY - edge.top);
  };

  element.addEventListener("pointermove", (event) => {
    const place = placeOf(event);
    target.point(place);
    if (start !== null && place !== null && place.block === start.block) target.drag(start, place);
  });
  element.addEventListener("pointerleave", () => target.point(null));
  element.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    start = placeOf(event);
    if (start !== null) element.setPointerCapture(event.pointerId);
  });
  element.addEventListener("pointerup", (event) => {
    const end = placeOf(event);
    if (start !== null && end !== null) {
      const far = Math.max(Math.abs(end.row - start.row), Math.abs(end.column - start.column)) > 1;
      if (far && end.block === start.block) target.zoomTo(between(start, end, bounds));
      else target.moveCursor(end);
    }
    start = null;
    target.drag(null, null);
  });
  element.addEventListener("pointercancel", () => {
    start = null;
    target.drag(null, null);
  });
  element.addEventListener("dblclick", (event) => {
    const place = placeOf(event);
    if (place !== null) target.zoomTo(event.shiftKey ? bounds : zoom(target.view(), bounds, 0.5, place));
  });
  element.addEventListener(
    "wheel",
    (event) => {
      const place = placeOf(event);
      if (place === null || !(event.ctrlKey || document.activeElement === element)) return;
      event.preventDefault();
      target.zoomTo(zoom(target.view(), bounds, event.deltaY < 0 ? step : 1 / step, place));
    },
    { passive: false },
  );
  element.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !pressed(target, bounds, event.key)) return;
    event.preventDefault();
    event.stopPropagation();
  });
}

const arrows: Readonly<Record<string, readonly [down: number, right: number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/** True where the key meant something here. */
function pressed(target: Target, bounds: Rectangle, key: string): boolean {
  const view = target.view();
  const cursor = target.cursor() ?? { block: 0, row: view.rows[0], column: view.columns[0] };
  const arrow = arrows[key];
  if (arrow !== undefined) {
    const next = target.cursor() === null ? cursor : moved(target, cursor, arrow);
    target.moveCursor(next);
    target.zoomTo(follow(view, next));
  } else if (key === "+" || key === "=") target.zoomTo(zoom(view, bounds, 0.5, cursor));
  else if (key === "-" || key === "_") target.zoomTo(zoom(view, bounds, 2, cursor));
  else if (key === "0") target.zoomTo(bounds);
  else return false;
  return true;
}

/** Beyond the last column of a gate stands the first of the next. */
function moved(target: Target, { block, row, column }: CellIndex, [down, right]: readonly [number, number]): CellIndex {
  const clampedRow = Math.max(0, Math.min(target.rows - 1, row + down));
  const blocks = target.layout().blocks.length;
  const next = column + right;
  if (next >= target.columns && block + 1 < blocks) return { block: block + 1, row: clampedRow, column: 0 };
  if (next < 0 && block > 0) return { block: block - 1, row: clampedRow, column: target.columns - 1 };
  return { block, row: clampedRow, column: Math.max(0, Math.min(target.columns - 1, next)) };
}
