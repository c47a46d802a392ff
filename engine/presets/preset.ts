/** JSON, as a file has it. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** A recipe that is brought along, with the text that it was made for. */
export interface Preset {
  /** As it is typed. */
  readonly name: string;
  /** As it stands in a list. */
  readonly title: string;
  /** One sentence: what is trained on what. */
  readonly summary: string;
  /** Whose system it is, and what was reported of it. */
  readonly source: string;
  /** File name of the text, in the folder of texts that come with the program. */
  readonly text: string;
  /** Plain data, checked where it is used as any other recipe. */
  readonly recipe: { readonly [key: string]: Json };
}
