import "../shared/base.css";
import "./inspector.css";
import { HostChannel } from "../shared/channel.ts";
import { RunStore } from "../shared/store.ts";
import { followTheme } from "../shared/theme.ts";
import { Inspector } from "./inspector.ts";

const channel = new HostChannel();
const store = new RunStore();
const inspector = new Inspector(document.getElementById("root")!, channel, store);

followTheme("sideBar", (theme) => inspector.restyle(theme));
channel.listen((message) => store.receive(message));
channel.send({ type: "ready" });
