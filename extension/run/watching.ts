import type { TensorPicture, TensorView, Watch } from "../../engine/worker/protocol.ts";

/** Milliseconds between two pictures of a tensor: as often as an eye can follow a heatmap. */
const every = 250;

/** What all views together have on screen: the engine is told the union, each view gets only its own pictures. */
export class Watching {
  readonly #wanted = new Map<object, readonly TensorView[]>();

  set(viewer: object, tensors: readonly TensorView[]): void {
    if (tensors.length === 0) this.#wanted.delete(viewer);
    else this.#wanted.set(viewer, tensors);
  }

  union(): Watch {
    const distinct = new Map([...this.#wanted.values()].flat().map((view) => [keyOf(view), view]));
    return { tensors: [...distinct.values()], every };
  }

  picturesFor(viewer: object, pictures: readonly TensorPicture[]): readonly TensorPicture[] {
    const keys = new Set(this.#wanted.get(viewer)?.map(keyOf));
    return pictures.filter(({ view }) => keys.has(keyOf(view)));
  }
}

/** Two views of the same rectangle are the same, whatever order their fields came in. */
function keyOf({ path, kind, gate, rows, columns, maxRows, maxColumns }: TensorView): string {
  return JSON.stringify([path, kind, gate, rows, columns, maxRows, maxColumns]);
}
