import { Uri, window, workspace } from "vscode";

const name = "belling-the-cat.txt";

/** Opens the fable: the workspace's own copy where it has one, else the one that comes with the extension. */
export async function openSample(extension: Uri): Promise<void> {
  const folders = workspace.workspaceFolders?.map(({ uri }) => Uri.joinPath(uri, name)) ?? [];
  for (const uri of [...folders, Uri.joinPath(extension, "media", "sample", name)]) {
    if (!(await exists(uri))) continue;
    await window.showTextDocument(uri);
    return;
  }
}

export async function exists(uri: Uri): Promise<boolean> {
  return workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
}
