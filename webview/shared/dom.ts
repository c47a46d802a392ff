/** Small helpers to write a page in code. Styles and attributes go in through the object model: the pages' policy allows no markup strings. */

export type Child = Node | string | null;
type Attributes = Readonly<Record<string, string | number | boolean | null>>;

/** `h("p", { class: "hint" }, "text")`. Null and false leave an attribute out, true writes it empty. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  return fill(document.createElement(tag), attributes, children);
}

const svgNamespace = "http://www.w3.org/2000/svg";

export function svg(tag: string, attributes: Attributes = {}, ...children: Child[]): SVGElement {
  return fill(document.createElementNS(svgNamespace, tag) as SVGElement, attributes, children);
}

export function fill<E extends Element>(element: E, attributes: Attributes, children: readonly Child[]): E {
  for (const [name, value] of Object.entries(attributes)) setAttribute(element, name, value);
  element.append(...children.filter((child) => child !== null));
  return element;
}

export function setAttribute(element: Element, name: string, value: string | number | boolean | null): void {
  if (value === null || value === false) element.removeAttribute(name);
  else element.setAttribute(name, value === true ? "" : String(value));
}

/** Writes only what changed: a text node that is touched in vain costs a layout. */
export function setText(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

/** What drawing may take of the page's time: what is on screen shares it with the whole window, and with pages that are being opened. */
const drawingShare = 0.25;

/**
 * For what changes by itself: in a frame, but no more often than every so many milliseconds, and less often where this machine takes
 * long for a frame. The last change is drawn always.
 */
export function atPace(draw: () => void, every = 100): () => void {
  let waits = false;
  let next = 0;
  const frame = (): void => {
    waits = false;
    const began = performance.now();
    next = Number.POSITIVE_INFINITY;
    // Comes after the frame, when styling, layout and painting are done as well.
    setTimeout(() => {
      const now = performance.now();
      next = Math.max(began + every, now + (now - began) * (1 / drawingShare - 1));
      if (waits) wait();
    });
    draw();
  };
  const wait = (): void => {
    setTimeout(() => requestAnimationFrame(frame), Math.max(0, next - performance.now()));
  };
  return () => {
    if (waits) return;
    waits = true;
    if (next !== Number.POSITIVE_INFINITY) wait();
  };
}

/** Runs `draw` once in the next frame, however often it is asked for. */
export function oncePerFrame(draw: () => void): () => void {
  let asked = 0;
  return () => {
    if (asked !== 0) return;
    asked = requestAnimationFrame(() => {
      asked = 0;
      draw();
    });
  };
}
