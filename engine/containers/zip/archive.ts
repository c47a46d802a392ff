import { EngineError } from "../../errors/errors.ts";
import { crc32 } from "../../formats/crc32.ts";
import { FileBytes, hasBytes } from "../bytes/fileBytes.ts";
import { checkGrowth } from "../bytes/limits.ts";
import { type DirectoryEntry, readDirectory } from "./directory.ts";
import { inflateExactly, inflateHead } from "./inflate.ts";

/** The signature of a first entry, or of the end of an archive without entries. */
export const isZip = (bytes: Uint8Array): boolean => hasBytes(bytes, [0x50, 0x4b, 3, 4]) || hasBytes(bytes, [0x50, 0x4b, 5, 6]);

/** A zip archive. Its entries are unpacked and checked when they are asked for. */
export class ZipArchive {
  readonly file: FileBytes;
  readonly #entries: ReadonlyMap<string, DirectoryEntry>;

  /** @throws EngineError `badModelFile` where its directory is damaged, lies, or names files outside. */
  constructor(file: FileBytes) {
    this.file = file;
    const entries = readDirectory(file);
    const unpacked = entries.reduce((sum, { size }) => sum + size, 0);
    checkGrowth(file, "the archive", file.length, unpacked);
    this.#entries = new Map(entries.map((entry) => [entry.name, entry]));
  }

  /** Null where the archive cannot be read, for those who only ask what is in it. */
  static openOrNull(file: FileBytes): ZipArchive | null {
    try {
      return new ZipArchive(file);
    } catch (error) {
      if (error instanceof EngineError) return null;
      throw error;
    }
  }

  /** Names of all entries but folders, in the directory's order. */
  get names(): readonly string[] {
    return [...this.#entries.keys()].filter((name) => !name.endsWith("/"));
  }

  has(name: string): boolean {
    return this.#entries.has(name);
  }

  /** Bytes of an entry when it is unpacked: as the directory claims, which {@link read} checks. */
  sizeOf(name: string): number {
    return this.#entry(name).size;
  }

  /** An entry's bytes: a view of the file where it is not packed. Its length and its checksum have been checked. */
  read(name: string): Uint8Array {
    const entry = this.#entry(name);
    const bytes = this.#unpacked(entry);
    if (crc32(bytes) !== entry.crc)
      this.file.fail(
        `entry ${name} (${entry.packedSize} bytes from byte ${entry.begin}) has a wrong checksum, so it was damaged`,
      );
    return bytes;
  }

  /** The first bytes of an entry, or all where it has fewer; not checked against the checksum. */
  head(name: string, length: number): Uint8Array {
    const entry = this.#entry(name);
    const packed = this.#packed(entry);
    if (!entry.deflated) return packed.subarray(0, length);
    return inflateHead(this.file, packed, Math.min(length, entry.size), `entry ${name}`);
  }

  /** An entry as a file of its own, named after the archive too. */
  open(name: string): FileBytes {
    return new FileBytes(`${this.file.name}/${name}`, this.read(name));
  }

  #unpacked(entry: DirectoryEntry): Uint8Array {
    const packed = this.#packed(entry);
    if (!entry.deflated) return packed;
    checkGrowth(this.file, `entry ${entry.name}`, entry.packedSize, entry.size);
    return inflateExactly(this.file, packed, entry.size, `entry ${entry.name}`, "raw");
  }

  #packed({ name, begin, packedSize }: DirectoryEntry): Uint8Array {
    return this.file.part(begin, packedSize, `entry ${name}`);
  }

  #entry(name: string): DirectoryEntry {
    return this.#entries.get(name) ?? this.file.fail(`there is no entry ${name} in the archive`);
  }
}
