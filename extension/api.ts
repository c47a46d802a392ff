import type { Event, Uri } from "vscode";
import type { TensorPicture, TensorView } from "../engine/worker/protocol.ts";
import type { RunView } from "../webview/protocol.ts";
import type { Surroundings } from "./person/surroundings.ts";

/** What `activate` returns: for other extensions, and for the tests inside the extension host. */
export interface GatescopeApi {
  /** The run under way, or the last one, with its whole bounded history; null before there was any. */
  run(): RunView | null;
  /** The run's status, its steps and its samples have changed. */
  readonly onDidChange: Event<void>;
  /** When the weights of this moment are in the extension's storage. */
  saved(): Promise<void>;
  readonly forTests: {
    /** Answers questions in the person's place; null gives the window its own way again. */
    surround(surroundings: Partial<Surroundings> | null): void;
    /** Closes the session and opens the next one, from storage, as a reload of the window does. */
    reload(): Promise<void>;
    /** Ends the training worker from outside, as a crash does. */
    killWorker(): Promise<void>;
    /** What a view that watches a tensor is sent first. */
    picture(view: TensorView): Promise<TensorPicture>;
    /** Folder of a file's saved model. */
    storageOf(uri: Uri): Uri;
  };
}
