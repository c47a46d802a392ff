import { commands, Disposable } from "vscode";
import type { ViewCommand } from "../../webview/protocol.ts";
import { tellProblem } from "../person/surroundings.ts";
import type { Room } from "../room/room.ts";
import type { Run } from "../run/run.ts";
import type { Runs } from "../run/runs.ts";
import { inspectorViewId } from "../views/inspector.ts";
import { continueTraining } from "./continue.ts";
import { copyRecipe, newRecipe } from "./newRecipe.ts";
import { trainPreset } from "./presets.ts";
import { trainRecipe, trainWithRecipe } from "./recipes.ts";
import { openSample } from "./sample.ts";
import { train, trainAnew, trainForm } from "./train.ts";

type Command = (argument: unknown) => unknown;

/** Every command by its name; none of them throws, what goes wrong is told. */
export function registerCommands(room: Room): Disposable {
  const { runs, lab, log, extension } = room;
  const current = (act: (run: Run) => unknown) => () => runs.current && act(runs.current);
  const table: Record<string, Command> = {
    "lstm.train": (given) => train(room, given),
    "lstm.trainAnew": () => trainAnew(room),
    "lstm.trainRecipe": (given) => trainRecipe(room, given),
    "lstm.trainForm": (recipe) => trainForm(room, recipe),
    "lstm.trainWithRecipe": (given) => trainWithRecipe(room, given),
    "lstm.newRecipe": (given) => newRecipe(room, given),
    "lstm.copyRecipe": current(copyRecipe),
    "lstm.trainPreset": (given) => trainPreset(room, given),
    "lstm.continue": (given) => continueTraining(room, given),
    "lstm.pause": current((run) => run.pause()),
    "lstm.resume": current((run) => run.resume()),
    "lstm.step": current((run) => run.stepOnce()),
    "lstm.stop": current((run) => run.stop()),
    "lstm.showLab": () => lab.show({ focus: true }),
    "lstm.showInspector": () => commands.executeCommand(`${inspectorViewId}.focus`),
    "lstm.openSettings": () => commands.executeCommand("workbench.action.openSettings", "@ext:gatescope.gatescope"),
    "lstm.openSample": () => openSample(extension),
    "lstm.showLog": () => log.show(),
  };
  return Disposable.from(...Object.entries(table).map(([name, command]) => commands.registerCommand(name, told(room, command))));
}

/** What a view's button asks for; a training from there is one of the same file, by the same recipe. */
export function executeFromView(command: ViewCommand, runs: Runs): void {
  switch (command) {
    case "train":
      void commands.executeCommand("lstm.trainAnew");
      break;
    case "continue":
      void commands.executeCommand("lstm.continue", runs.current?.uri);
      break;
    case "settings":
      void commands.executeCommand("lstm.openSettings");
      break;
    case "pause":
    case "resume":
    case "step":
    case "stop":
    case "showLab":
    case "showInspector":
    case "copyRecipe":
      void commands.executeCommand(`lstm.${command}`);
      break;
    default:
      command satisfies never;
  }
}

function told(room: Room, command: Command): Command {
  return async (argument) => {
    try {
      await command(argument);
    } catch (error) {
      room.log.warn(error instanceof Error ? (error.stack ?? error.message) : String(error));
      tellProblem(room.surroundings, error);
    }
  };
}
