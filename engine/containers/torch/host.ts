import type { PickleHost } from "../pickle/machine.ts";
import type { PickleValue } from "../pickle/values.ts";
import { storageOf, torchGlobal } from "./globals.ts";
import type { TorchStorage } from "./storage.ts";

/** What torch.save wrote, before its tensors are read. */
export interface SavedTorch {
  readonly saved: PickleValue;
  readonly bigEndian: boolean;
  bytesOf(storage: TorchStorage): Uint8Array;
}

interface TorchHost extends PickleHost {
  persistent(id: PickleValue): TorchStorage | undefined;
}

/** Knows tensors, storages, plain collections and single numbers, and nothing that runs. */
export const torchHost: TorchHost = {
  global: torchGlobal,
  persistent: storageOf,
  advice: "Save the weights alone, torch.save(model.state_dict(), path), where the model's own code is at hand.",
};
