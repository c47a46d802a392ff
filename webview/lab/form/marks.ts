import type { Place } from "../../../engine/errors/errors.ts";
import type { FormOutlook } from "../../protocol.ts";
import { setAttribute, setText } from "../../shared/dom.ts";

interface Mark {
  readonly control: HTMLElement;
  readonly note: HTMLElement;
}

/** Where in a form something can be wrong. */
export class Marks {
  private readonly byPlace = new Map<string, Mark>();

  /** The last one for a place counts: fields are built anew. */
  add(place: Place, control: HTMLElement, note: HTMLElement): void {
    this.byPlace.set(keyOf(place), { control, note });
  }

  forget(): void {
    this.byPlace.clear();
  }

  /** Writes each problem at its field, or the closest one around it. @returns the sentences for which there is none */
  tell(problems: FormOutlook["problems"]): string[] {
    for (const { control, note } of this.byPlace.values()) {
      setText(note, "");
      setAttribute(control, "aria-invalid", null);
      setAttribute(control, "aria-describedby", null);
    }
    return problems.flatMap(({ place, sentence }) => (this.write(inStack(place), sentence) ? [] : [sentence]));
  }

  private write(place: Place, sentence: string): boolean {
    const mark = this.closest(place);
    if (mark === null) return false;
    const { control, note } = mark;
    setText(note, note.textContent === "" ? sentence : `${note.textContent} ${sentence}`);
    setAttribute(control, "aria-invalid", "true");
    setAttribute(control, "aria-describedby", note.id);
    for (let fold = note.closest("details"); fold !== null; fold = fold.parentElement?.closest("details") ?? null)
      fold.open = true;
    return true;
  }

  private closest(place: Place): Mark | null {
    for (let length = place.length; length > 0; length--) {
      const mark = this.byPlace.get(keyOf(place.slice(0, length)));
      if (mark?.note.isConnected) return mark;
    }
    return null;
  }
}

const keyOf = (place: Place): string => JSON.stringify(place);

/** A layer of a stack of equal ones: they are edited as one. */
function inStack(place: Place): Place {
  if (place[0] !== "network" || place[1] !== "stacked") return place;
  const layer = place.findIndex((key) => typeof key === "number");
  return layer < 0 ? ["network"] : ["network", ...place.slice(layer + 1)];
}
