import type { FileBytes } from "../bytes/fileBytes.ts";

/**
 * Refuses a name that would leave its folder, in an archive or in a file that names others beside it. Nothing is ever written by
 * such a name; but who sends one means no good.
 */
export function checkEntryName(file: FileBytes, name: string): void {
  if (leavesFolder(name))
    file.fail(
      `the name ${JSON.stringify(name)} leaves the folder`,
      "Do not use this file: no framework writes such names, and other programs could be led to overwrite files by it.",
    );
}

/** Absolute, of a drive, an address, upwards, or not as one system writes it. */
export const leavesFolder = (name: string): boolean =>
  name === "" || /^[/\\]|^[A-Za-z]:|[\\\0]|:\/\//u.test(name) || name.split("/").some((part) => part === ".." || part === ".");
