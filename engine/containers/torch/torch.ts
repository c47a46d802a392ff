import { FileBytes, hasBytes } from "../bytes/fileBytes.ts";
import { unreadable } from "../bytes/problem.ts";
import type { Container, ContainerFormat, ModelSource } from "../tensors/container.ts";
import { checkTogether } from "../tensors/together.ts";
import { isZip, ZipArchive } from "../zip/archive.ts";
import { contentsOf } from "./contents.ts";
import type { SavedTorch } from "./host.ts";
import { isLegacyForm, readLegacyForm } from "./legacyForm.ts";
import { readView } from "./storage.ts";
import { writeTorch } from "./writeTorch.ts";
import { pickleIn, readZipForm } from "./zipForm.ts";

/**
 * PyTorch's state dicts and checkpoints, as `torch.save` writes them. They are pickles, programs for a machine that could run anything; ours only
 * knows tensors and plain data, and refuses the rest by its name.
 */
export const torch: ContainerFormat = {
  name: "torch",
  title: "PyTorch state dict",
  endings: [".pt", ".pth", ".ckpt", ".bin"],
  detect: ({ name, bytes }) => {
    if (isLegacyForm(bytes)) return true;
    const archive = isZip(bytes) ? ZipArchive.openOrNull(new FileBytes(name, bytes)) : null;
    return archive !== null && pickleIn(archive) !== undefined;
  },
  read,
  write: ({ tensors }, name) => [{ name, bytes: writeTorch(tensors, name) }],
};

function read({ name, bytes }: ModelSource): Container {
  const file = new FileBytes(name, bytes);
  const form = open(file);
  const { tensors, attributes } = contentsOf(file, form.saved);
  checkTogether(
    file,
    tensors.map(({ tensor }) => tensor),
  );
  return {
    format: torch.name,
    tensors: tensors.map(({ name: place, tensor }) => ({
      name: place,
      shape: tensor.shape,
      dtype: tensor.dtype,
      read: () => readView(tensor, form.bytesOf(tensor.storage), form.bigEndian),
    })),
    attributes,
    warnings: [],
  };
}

function open(file: FileBytes): SavedTorch {
  if (isZip(file.bytes)) return readZipForm(new ZipArchive(file));
  if (isLegacyForm(file.bytes)) return readLegacyForm(file);
  const isPickle = hasBytes(file.bytes, [0x80]);
  throw unreadable(
    file.name,
    isPickle ? "it is a pickle that torch.save did not write" : "it was not saved by torch.save",
    "Save the weights with torch.save(model.state_dict(), path).",
  );
}
