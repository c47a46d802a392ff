import type { ParameterInfo } from "../../engine/memory/parameterInfo.ts";
import type { RunDescription } from "../../engine/runs/description.ts";
import type { ParameterGradient } from "../../engine/training/report.ts";
import { printableToken } from "../../engine/words/tokens.ts";

/** Where an element stands, in words: gate f, token 12 “e”, unit 37. */
export function placeOf(gradient: ParameterGradient, description: RunDescription): string {
  const parameter = description.parameters.find(({ path }) => path === gradient.path);
  if (parameter === undefined) return `row ${gradient.largestRow}, column ${gradient.largestColumn}`;
  const width = parameter.columns / (parameter.gates?.length ?? 1);
  const gate = parameter.gates?.[Math.floor(gradient.largestColumn / width)];
  const parts = [
    gate === undefined ? "" : `gate ${gate}`,
    named(parameter.rowMeaning, gradient.largestRow, description.tokens),
    named(parameter.columnMeaning, gradient.largestColumn % width, description.tokens),
  ];
  return parts.filter((part) => part !== "").join(", ");
}

function named(meaning: ParameterInfo["rowMeaning"], index: number, tokens: readonly string[]): string {
  if (meaning === "none") return "";
  if (meaning === "unitBelow") return `unit ${index} below`;
  if (meaning === "unit") return `unit ${index}`;
  const token = tokens[index];
  return `token ${index}${token === undefined ? "" : ` “${printableToken(token)}”`}`;
}
