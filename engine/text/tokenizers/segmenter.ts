/**
 * The platform's segmenter, made when it is first asked for: a dictionary may have to be loaded. The language is named, for else the
 * machine's own would decide how a text is cut. Its rules and dictionaries are those of the platform's Unicode version: another one may
 * cut words of Thai, Lao, Khmer, Burmese, Chinese and Japanese, and emoji that are new, otherwise.
 */
export function segmenter(granularity: "grapheme" | "word"): () => Intl.Segmenter {
  let made: Intl.Segmenter | null = null;
  return () => {
    made ??= new Intl.Segmenter("en", { granularity });
    return made;
  };
}
