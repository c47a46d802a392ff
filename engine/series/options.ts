import * as v from "valibot";
import { EngineError } from "../errors/errors.ts";

/** What stands between two cells: `blanks` is any number of spaces and tabs; with `none` each line is one cell. */
export const delimiters = ["comma", "semicolon", "tab", "blanks", "none"] as const;
export const decimalMarks = ["point", "comma"] as const;
export type Delimiter = (typeof delimiters)[number];
export type DecimalMark = (typeof decimalMarks)[number];

const auto = "auto";

const options = v.strictObject({
  delimiter: v.optional(v.picklist([auto, ...delimiters]), auto),
  decimal: v.optional(v.picklist([auto, ...decimalMarks]), auto),
  header: v.optional(v.nullable(v.boolean()), null),
  columns: v.optional(v.array(v.string()), []),
});

/** How a text of numbers is to be read. What is left out, or `auto`, is seen from the text. */
export interface SeriesOptions {
  readonly delimiter?: Delimiter | "auto";
  readonly decimal?: DecimalMark | "auto";
  /** Whether the first row names the columns; null to see. */
  readonly header?: boolean | null;
  /** The columns to read, by name, or by number from 1 on as a text; all of them where none is named. */
  readonly columns?: readonly string[];
}

export type CheckedSeriesOptions = v.InferOutput<typeof options>;

/** @throws EngineError `badConfiguration` for what is unknown or not as it must be */
export function checkSeriesOptions(given: SeriesOptions): CheckedSeriesOptions {
  const { success, output, issues } = v.safeParse(options, given);
  if (success) return output;
  const [{ path, message }] = issues;
  const place = path?.map(({ key }) => String(key)).join(".") ?? "";
  throw new EngineError(
    "badConfiguration",
    `series${place && `: ${JSON.stringify(place)}`}: ${message}.`,
    `Its options are ${Object.keys(options.entries).join(", ")}.`,
  );
}
