import { type Disposable, EventEmitter } from "vscode";
import type { TensorPicture, TensorView } from "../engine/worker/protocol.ts";
import type { GatescopeApi } from "./api.ts";
import { realSurroundings, type Surroundings } from "./person/surroundings.ts";
import type { Runs } from "./run/runs.ts";
import type { Session } from "./session.ts";

/** Opens the first session and hands out what others may see of it; a reload, for tests, closes it and opens the next. */
export function createApi(open: () => Session, surroundings: Surroundings): GatescopeApi {
  const changed = new EventEmitter<void>();
  const listen = ({ room: { runs } }: Session): Disposable[] => [
    runs.onDidChange(() => changed.fire()),
    runs.onDidReport(() => changed.fire()),
  ];
  let session = open();
  let listening = listen(session);
  return {
    run: () => session.room.runs.view(),
    onDidChange: changed.event,
    saved: () => session.room.runs.saveNow(),
    forTests: {
      surround: (own) => void Object.assign(surroundings, realSurroundings, own),
      async reload() {
        await session.close();
        for (const listener of listening) listener.dispose();
        session = open();
        listening = listen(session);
        await session.restored;
      },
      killWorker: async () => session.room.runs.current?.kill(),
      picture: (view) => firstPicture(session.room.runs, view),
      storageOf: (uri) => session.room.store.folderOf(uri),
    },
  };
}

function firstPicture(runs: Runs, view: TensorView): Promise<TensorPicture> {
  const viewer = {};
  return new Promise((resolve) => {
    const listening = runs.onDidReport(({ report }) => {
      const picture = report.type === "tensors" ? runs.picturesFor(viewer, report.pictures)[0] : undefined;
      if (!picture) return;
      listening.dispose();
      runs.watch(viewer, []);
      resolve(picture);
    });
    runs.watch(viewer, [view]);
  });
}
