/** VS Code's names of encodings, by the Encoding Standard's; those of `cp437` and its like are missing there. */
const standard: Readonly<Record<string, string>> = {
  utf8: "utf-8",
  utf8bom: "utf-8",
  utf16le: "utf-16le",
  utf16be: "utf-16be",
  macroman: "macintosh",
  cp866: "ibm866",
  koi8r: "koi8-r",
  koi8u: "koi8-u",
  gbk: "gbk",
  gb2312: "gbk",
  gb18030: "gb18030",
  cp950: "big5",
  big5hkscs: "big5",
  shiftjis: "shift_jis",
  eucjp: "euc-jp",
  euckr: "euc-kr",
};

/** The Encoding Standard's label for an encoding as `files.encoding` and documents name it; null where it has none. */
export function standardLabel(editorName: string): string | null {
  const windows = /^windows(\d+)$/.exec(editorName);
  if (windows) return `windows-${windows[1]}`;
  const iso = /^iso8859(\d+)$/.exec(editorName);
  if (iso) return `iso-8859-${iso[1]}`;
  return Object.hasOwn(standard, editorName) ? standard[editorName]! : null;
}
