/** What a gate does, so that those that do the like can be shown alike whatever their cell calls them; a cell may have a role of its own. */
export type GateRole = "input" | "forget" | "candidate" | "output" | "reset" | "update" | (string & {});

/** A block of H columns in a cell's kernels, and a quantity of its trace. */
export interface GateInfo {
  /** As it stands in formulas and in {@link ParameterInfo.gates}, such as `f`. */
  readonly symbol: string;
  /** For people: "forget gate". */
  readonly name: string;
  readonly role: GateRole;
}
