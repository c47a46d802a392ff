import { createHash } from "node:crypto";
import { Uri, workspace } from "vscode";
import { decodeRecord, encodeRecord, type RunRecord } from "./record.ts";

/** What stands in `saved.json`, the last file to be written: what it names is whole. */
export interface SavedEntry {
  readonly version: 1;
  /** The trained file. */
  readonly uri: string;
  /** Names of the two files beside it. */
  readonly model: string;
  readonly record: string;
  /** Milliseconds since 1970. */
  readonly savedAt: number;
}

/**
 * The extension's storage: one folder for each trained file, named by the URI's hash, with the model, the run's record, and the
 * entry that names both. Writing is atomic: new files get new names, and count only when the entry, renamed into place, names them.
 */
export class ModelStore {
  readonly #root: Uri;
  readonly #entries = new Map<string, SavedEntry | null>();
  #writing: Promise<unknown> = Promise.resolve();

  constructor(storage: Uri) {
    this.#root = Uri.joinPath(storage, "models");
  }

  /** The entry of a file's saved model, null where there is none. Asked for a second time it costs nothing. */
  async find(uri: Uri): Promise<SavedEntry | null> {
    const known = this.#entries.get(uri.toString());
    if (known !== undefined) return known;
    const entry = parseEntry(await read(Uri.joinPath(this.folderOf(uri), "saved.json")));
    this.#entries.set(uri.toString(), entry);
    return entry;
  }

  async loadModel(uri: Uri, { model }: SavedEntry): Promise<ArrayBuffer | null> {
    const bytes = await read(Uri.joinPath(this.folderOf(uri), model));
    return bytes && ownBuffer(bytes);
  }

  async loadRecord(uri: Uri, { record }: SavedEntry): Promise<RunRecord | null> {
    const bytes = await read(Uri.joinPath(this.folderOf(uri), record));
    return bytes && decodeRecord(bytes);
  }

  /** One after the other: two savings of the same file must not take each other's files away. */
  put(uri: Uri, model: ArrayBuffer, record: RunRecord): Promise<SavedEntry> {
    const written = this.#writing.then(() => this.#write(uri, model, record));
    this.#writing = written.catch(() => undefined);
    return written;
  }

  async #write(uri: Uri, model: ArrayBuffer, record: RunRecord): Promise<SavedEntry> {
    const folder = this.folderOf(uri);
    const before = await this.find(uri);
    const savedAt = Math.max(Date.now(), (before?.savedAt ?? 0) + 1);
    const names = { model: `${savedAt}.lstm`, record: `${savedAt}.run` };
    const entry: SavedEntry = { version: 1, uri: uri.toString(), ...names, savedAt };
    await workspace.fs.createDirectory(folder);
    await workspace.fs.writeFile(Uri.joinPath(folder, names.model), new Uint8Array(model));
    await workspace.fs.writeFile(Uri.joinPath(folder, names.record), encodeRecord(record));
    const temporary = Uri.joinPath(folder, `saved.${savedAt}.tmp`);
    await workspace.fs.writeFile(temporary, new TextEncoder().encode(JSON.stringify(entry)));
    await workspace.fs.rename(temporary, Uri.joinPath(folder, "saved.json"), { overwrite: true });
    this.#entries.set(uri.toString(), entry);
    if (before) await removeAll([before.model, before.record].map((name) => Uri.joinPath(folder, name)));
    return entry;
  }

  /** Where everything about one trained file lies. */
  folderOf(uri: Uri): Uri {
    return Uri.joinPath(this.#root, createHash("sha256").update(uri.toString()).digest("hex").slice(0, 32));
  }
}

function parseEntry(bytes: Uint8Array | null): SavedEntry | null {
  if (bytes === null) return null;
  try {
    const entry = JSON.parse(new TextDecoder().decode(bytes)) as Partial<SavedEntry>;
    return entry.version === 1 && entry.model && entry.record ? (entry as SavedEntry) : null;
  } catch {
    return null;
  }
}

async function read(uri: Uri): Promise<Uint8Array | null> {
  try {
    return await workspace.fs.readFile(uri);
  } catch {
    return null;
  }
}

/** An ArrayBuffer of its own, to be handed over to a worker: small files may lie in node's pool, and node's `slice` copies nothing. */
function ownBuffer(bytes: Uint8Array): ArrayBuffer {
  const { buffer } = bytes;
  return buffer instanceof ArrayBuffer && buffer.byteLength === bytes.byteLength ? buffer : new Uint8Array(bytes).buffer;
}

/** What cannot be removed is only a little room lost. */
async function removeAll(uris: readonly Uri[]): Promise<void> {
  await Promise.allSettled(uris.map((uri) => workspace.fs.delete(uri)));
}
