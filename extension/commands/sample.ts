import { Uri, window, workspace } from "vscode";

/** Opens the fable. */
export async function openSample(extension: Uri): Promise<void> {
  await window.showTextDocument(await bundledText(extension, "belling-the-cat.txt"));
}

/** A text that comes with the extension: the workspace's own copy where it has one. */
export async function bundledText(extension: Uri, name: string): Promise<Uri> {
  const copies = workspace.workspaceFolders?.map(({ uri }) => Uri.joinPath(uri, name)) ?? [];
  for (const uri of copies) if (await exists(uri)) return uri;
  return Uri.joinPath(extension, "media", "sample", name);
}

export async function exists(uri: Uri): Promise<boolean> {
  return workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
}
