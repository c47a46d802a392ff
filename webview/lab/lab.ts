import type { TensorKind } from "../../engine/worker/protocol.ts";
import type { ToView, ViewCommand } from "../protocol.ts";
import type { HostChannel } from "../shared/channel.ts";
import { type Tabs, tabs } from "../shared/components.ts";
import { atPace, h, oncePerFrame, setAttribute } from "../shared/dom.ts";
import { liveRegion } from "../shared/live.ts";
import type { Contrast } from "../shared/range.ts";
import type { RunState, RunStore } from "../shared/store.ts";
import type { Theme } from "../shared/theme.ts";
import { Header, statusWords } from "./header.ts";
import { NetworkTab } from "./network/networkTab.ts";
import { earlyNotice, emptyPage, failureNotice, startingPage } from "./notice.ts";
import { RunTab } from "./runTab.ts";
import { SamplesTab } from "./samplesTab.ts";
import { attachShortcuts } from "./shortcuts.ts";
import { TensorsTab } from "./tensorsTab.ts";
import { Watcher } from "./watcher.ts";

const tabIds = ["run", "network", "weights", "gradients", "samples"] as const;
type TabId = (typeof tabIds)[number];
const isTab = (id: string): id is TabId => (tabIds as readonly string[]).includes(id);

/** What the page remembers when it is hidden and shown again. */
interface Remembered {
  readonly tab: string;
  /** A part of the network; null as long as nobody chose one. */
  readonly part: string | null;
  readonly contrast: Readonly<Record<TensorKind, Contrast>>;
}

const initially: Remembered = { tab: "run", part: null, contrast: { value: "linear", gradient: "root" } };

/** The LSTM Lab: a header, five tabs, and in their place a page for when there is nothing to show yet. */
export class Lab {
  private readonly channel: HostChannel;
  private readonly store: RunStore;
  private readonly header: Header;
  private readonly runTab: RunTab;
  private readonly network: NetworkTab;
  private readonly weights: TensorsTab;
  private readonly gradients: TensorsTab;
  private readonly samples: SamplesTab;
  private readonly tabs: Tabs;
  private readonly notice = h("div", {});
  private readonly instead = h("div", { class: "instead" });
  private readonly live = liveRegion();
  private readonly watcher: Watcher;
  private readonly root: HTMLElement;
  private theme: Theme | null = null;
  private opened: TabId;
  private remembered: Remembered;
  private readonly refresh = oncePerFrame(() => this.draw());
  private readonly follow = atPace(() => this.draw());

  constructor(root: HTMLElement, channel: HostChannel, store: RunStore) {
    this.root = root;
    this.channel = channel;
    this.store = store;
    this.remembered = channel.recall(initially);
    this.opened = isTab(this.remembered.tab) ? this.remembered.tab : "run";
    const act = (command: ViewCommand): void => channel.send({ type: "command", command });
    const say = (text: string): void => this.live.say(text);
    const setPace = (stepsPerSecond: number | null): void => {
      if (store.run !== null) store.run.stepsPerSecond = stepsPerSecond;
      channel.send({ type: "pace", stepsPerSecond });
    };
    this.header = new Header({ act, current: () => store.run, setPace });
    this.runTab = new RunTab((message) => channel.send(message), say);
    this.network = new NetworkTab(({ id }) => {
      this.remember({ part: id });
      this.tabs.select("weights");
      this.open("weights");
    });
    this.weights = this.tensorsTab("value");
    this.gradients = this.tensorsTab("gradient");
    this.samples = new SamplesTab(say);
    this.tabs = tabs("Views of the run", this.pages(), this.opened, (id) => this.open(id));
    this.watcher = new Watcher(
      () => this.visibleTensors(),
      (tensors) => channel.send({ type: "watch", tensors }),
    );
    const main = h("main", { class: "main" }, this.notice, this.instead, this.tabs.element);
    root.replaceChildren(this.header.root, main, this.live.element);
    attachShortcuts(act, () => store.run);
    this.listen();
    this.draw();
  }

  receive(message: ToView): void {
    this.store.receive(message);
    this.runTab.receive(message);
  }

  restyle(theme: Theme): void {
    this.theme = theme;
    this.runTab.restyle(theme);
    this.weights.restyle();
    this.gradients.restyle();
  }

  private listen(): void {
    this.store.subscribe((run, change) => {
      if (change === "run") {
        this.watcher.forget();
        this.announce(run);
        this.refresh();
      } else this.follow();
    });
    this.store.onPictures((pictures, step) => {
      this.weights.show(pictures, step);
      this.gradients.show(pictures, step);
    });
  }

  private pages() {
    return [
      { id: "run", title: "Run", page: this.runTab.root },
      { id: "network", title: "Network", page: this.network.root },
      { id: "weights", title: "Weights", page: this.weights.root },
      { id: "gradients", title: "Gradients", page: this.gradients.root },
      { id: "samples", title: "Samples", page: this.samples.root },
    ];
  }

  private remember(part: Partial<Remembered>): void {
    this.remembered = { ...this.remembered, ...part };
    this.channel.remember(this.remembered);
  }

  private tensorsTab(kind: TensorKind): TensorsTab {
    const isValue = kind === "value";
    return new TensorsTab({
      kind,
      title: isValue ? "weights" : "gradients",
      unit: isValue ? "weight w" : "gradient ∂loss/∂w",
      contrast: this.remembered.contrast[kind],
      part: () => this.remembered.part,
      choosePart: (part) => {
        this.remember({ part });
        this.refresh();
      },
      chooseContrast: (contrast) => this.remember({ contrast: { ...this.remembered.contrast, [kind]: contrast } }),
      theme: () => this.theme!,
      say: (text) => this.live.say(text),
      viewsChanged: () => this.watcher?.changed(),
    });
  }

  private open(id: string): void {
    if (!isTab(id)) return;
    this.opened = id;
    this.remember({ tab: id });
    this.refresh();
    this.watcher.changed();
  }

  private visibleTensors() {
    if (this.store.run?.description == null) return [];
    if (this.opened === "weights") return this.weights.views();
    return this.opened === "gradients" ? this.gradients.views() : [];
  }

  private announce(run: RunState | null): void {
    if (run !== null) this.live.say(`${run.fileName}: ${statusWords[run.status]}. ${run.message}`);
  }

  private draw(): void {
    const { run } = this.store;
    this.header.update(run);
    setAttribute(this.root, "data-status", run?.status ?? "none");
    this.drawNotice(run);
    const hidden = run === null || (run.description === null && run.loss.steps === 0);
    this.tabs.element.hidden = hidden;
    if (run === null || hidden) return;
    if (this.opened === "run") this.runTab.update(run);
    else if (this.opened === "network") this.network.update(run);
    else if (this.opened === "weights") this.weights.update(run);
    else if (this.opened === "gradients") this.gradients.update(run);
    else this.samples.update(run);
  }

  private noticeKey = "unknown";

  /** Rebuilt only when the status changes: a button that is being pressed must not vanish. */
  private drawNotice(run: RunState | null): void {
    const key = run === null ? "none" : `${run.id} ${run.status} ${run.message} ${run.description === null}`;
    if (key === this.noticeKey) return;
    this.noticeKey = key;
    const act = (command: ViewCommand): void => this.channel.send({ type: "command", command });
    const told = run === null ? null : (failureNotice(run, act) ?? earlyNotice(run));
    this.notice.replaceChildren(...(told === null ? [] : [told]));
    const starting = run?.status === "starting" && run.description === null;
    const page = run === null ? emptyPage(act) : starting ? startingPage(run) : null;
    this.instead.replaceChildren(...(page === null ? [] : [page]));
  }
}
