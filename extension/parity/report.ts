import { type CheckedFile, headingOf, lineOf, summaryOf, troubleOf } from "./lines.ts";

/** Checks under one heading, such as those of the workspace. */
export interface Section {
  readonly title: string;
  readonly results: readonly CheckedFile[];
  /** Said where there is nothing to show, or besides; empty if there is nothing to say. */
  readonly remark: string;
}

/** A label of the report that can be followed. */
export interface Link {
  readonly line: number;
  readonly start: number;
  readonly end: number;
  /** The label: a `file` of some result. */
  readonly file: string;
}

export interface Report {
  readonly text: string;
  readonly links: readonly Link[];
}

/** @param notRun how many checks were left out because they were cancelled */
export function reportOf(sections: readonly Section[], notRun: number): Report {
  const results = sections.flatMap((section) => section.results);
  const wide = Math.max(20, ...results.map(({ file }) => file.length));
  const lines = ["LSTM parity checks", "", `${summaryOf(results)}${notRun > 0 ? `, ${notRun} not run: cancelled` : ""}`];
  const links: Link[] = [];
  for (const { title, results: checked, remark } of sections) {
    lines.push("", "", checked.length === 0 ? title : title + headingOf(wide).slice(title.length));
    for (const result of checked) {
      const line = lineOf(result, wide);
      const start = line.indexOf(result.file);
      links.push({ line: lines.length, start, end: start + result.file.length, file: result.file });
      lines.push(line, ...sourceOf(result), ...troubleOf(result));
    }
    if (remark !== "") lines.push(remark);
  }
  lines.push("", "", ...legend, "");
  return { text: lines.join("\n"), links };
}

/** Who computed what is expected; it is worth a line only where there is something to look into. */
const sourceOf = ({ outcome, name, source }: CheckedFile): string[] =>
  outcome === "failed" ? [`         ${name}; held against: ${source}`] : [];

const legend = [
  "deviation      the largest |actual - expected| in terms of the tolerance",
  "of tolerance   its share of what is allowed, absolute + relative · |expected|; a check passes up to 100 %",
  "numbers        how many were compared: outputs, states, losses, gradients and weights of every step that the case tells",
];
