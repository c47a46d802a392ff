import { lstmGateInfos } from "../../engine/cells/lstm/gates.ts";
import type { ViewCommand } from "../protocol.ts";
import { button, progressRing } from "../shared/components.ts";
import { h } from "../shared/dom.ts";
import { icon } from "../shared/icons.ts";
import type { RunState } from "../shared/store.ts";
import { cellDrawing } from "./network/cellDrawing.ts";

type Act = (command: ViewCommand) => void;

/** What went wrong and what to do about it; the only place where something is red. */
export function failureNotice(run: RunState, act: Act): HTMLElement | null {
  if (run.status !== "diverged" && run.status !== "failed") return null;
  const words = run.message === "" ? "Training ended with an error." : run.message;
  const text = h(
    "div",
    { class: "noticeText" },
    h("p", { class: "problem" }, words),
    run.advice === "" ? null : h("p", {}, run.advice),
  );
  const actions = h(
    "div",
    { class: "actions" },
    button("Train again", () => act("train")),
    button("Settings…", () => act("settings")),
  );
  return h("div", { class: "notice", role: "alert" }, icon("error"), text, actions);
}

/** Why a run ended before its last step where nothing went wrong, as by early stopping. */
export function earlyNotice({ status, message }: RunState): HTMLElement | null {
  if (status !== "finished" || message === "") return null;
  return h("div", { class: "notice calm", role: "status" }, icon("info"), h("p", { class: "noticeText" }, message));
}

/** Before the first run: what this is and what to press. */
export function emptyPage(act: Act): HTMLElement {
  return h(
    "div",
    { class: "empty" },
    cellDrawing({ gates: lstmGateInfos, states: [{ name: "h" }, { name: "c" }], formulas: [] }, "LSTM"),
    h("h2", {}, "Nothing has been trained yet"),
    h(
      "p",
      {},
      "Open a text file and train an LSTM on it. Its loss, every weight, every gradient and what it writes appear here while it learns.",
    ),
    h(
      "div",
      { class: "actions" },
      button("Train LSTM on the open file", () => act("train"), "primary"),
    ),
    h("p", { class: "hint" }, "Also in the command palette: LSTM: Train LSTM on File"),
  );
}

/** Between the command and the first step. */
export function startingPage(run: RunState): HTMLElement {
  return h(
    "div",
    { class: "empty" },
    progressRing("Starting"),
    h("p", {}, `Reading ${run.fileName} and laying out the model’s memory.`),
  );
}
