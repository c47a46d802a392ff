import { commands, Disposable, type ExtensionContext, window } from "vscode";
import { executeFromView, registerCommands } from "./commands/commands.ts";
import { registerContexts } from "./commands/contexts.ts";
import { registerHover } from "./hover/hover.ts";
import { Predictor } from "./hover/predictor.ts";
import { registerParityChecks } from "./parity/command.ts";
import type { Surroundings } from "./person/surroundings.ts";
import { RecipeFormRoom } from "./recipes/form.ts";
import { registerRecipes } from "./recipes/register.ts";
import type { Room } from "./room/room.ts";
import { LastRun } from "./run/lastRun.ts";
import { Runs } from "./run/runs.ts";
import { startThread } from "./run/thread.ts";
import { registerAnnouncements } from "./status/announce.ts";
import { registerProgress } from "./status/notification.ts";
import { registerStatusBar } from "./status/statusBar.ts";
import { ModelStore } from "./storage/modelStore.ts";
import { Hush } from "./views/hush.ts";
import { registerInspector } from "./views/inspector.ts";
import { Lab } from "./views/lab.ts";

/** All of the extension, from the opening of a window to its end. */
export interface Session {
  readonly room: Room;
  /** When the run of an earlier session is in view again. */
  readonly restored: Promise<void>;
  /** Saves what is under way, and lets go of everything. */
  close(): Promise<void>;
}

export function openSession(context: ExtensionContext, surroundings: Surroundings): Session {
  const log = window.createOutputChannel("LSTM", { log: true });
  const note = (message: string) => log.warn(message);
  const startEngine = startThread(context.extensionUri);
  const store = new ModelStore(context.storageUri ?? context.globalStorageUri);
  const runs = new Runs(startEngine, store, note);
  const predictor = new Predictor(startEngine, runs, store);
  const form = new RecipeFormRoom(startEngine);
  const viewRoom = {
    form,
    isTrusted: () => surroundings.isTrusted(),
    trainRecipe: (recipe: unknown) => void commands.executeCommand("lstm.trainForm", recipe),
    hush: new Hush(),
    runs,
    log: note,
    execute: (command: Parameters<typeof executeFromView>[0]) => executeFromView(command, runs),
  };
  const lab = new Lab(context.extensionUri, viewRoom);
  const room: Room = { runs, store, lab, surroundings, log, extension: context.extensionUri, storage: context.globalStorageUri };
  const lastRun = new LastRun(context.workspaceState, runs);

  const all = Disposable.from(
    registerCommands(room),
    registerContexts(room),
    registerStatusBar(runs),
    registerProgress(runs, note),
    registerAnnouncements(runs, surroundings),
    registerInspector(context.extensionUri, viewRoom),
    registerHover(predictor, note),
    registerParityChecks(room, startEngine),
    form,
    registerRecipes(startEngine, surroundings, note),
    lab,
    lastRun,
    predictor,
    runs,
    log,
  );
  return {
    room,
    restored: lastRun.restore(),
    async close() {
      await runs.saveNow();
      all.dispose();
    },
  };
}
