import { commands, Disposable, window } from "vscode";
import type { Room } from "../room/room.ts";
import { targetOf } from "./target.ts";

/** Keeps the `when` contexts of menus and keys in step with the run: lstm.hasRun, lstm.running, lstm.paused, lstm.canContinue. */
export function registerContexts(room: Room): Disposable {
  const { runs, store } = room;
  const known = new Map<string, boolean>();
  const set = (name: string, value: boolean): void => {
    if (known.get(name) === value) return;
    known.set(name, value);
    void commands.executeCommand("setContext", `lstm.${name}`, value);
  };
  const look = async (): Promise<void> => {
    set("hasRun", runs.current !== null);
    set("running", runs.current?.isUnderWay ?? false);
    set("paused", runs.current?.status === "paused");
    const target = targetOf(undefined, room);
    const canContinue = runs.canContinue || (target !== null && (await store.find(target)) !== null);
    set("canContinue", canContinue);
  };
  void look();
  return Disposable.from(runs.onDidChange(look), window.onDidChangeActiveTextEditor(look));
}
