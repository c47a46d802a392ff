import "../shared/base.css";
import "./forecast/forecast.css";
import "./form/form.css";
import "./recipeForm.css";
import "./lab.css";
import "./network/networkTab.css";
import "./notice.css";
import "./runTab.css";
import "./samples.css";
import "./tensorsTab.css";
import { HostChannel } from "../shared/channel.ts";
import { RunStore } from "../shared/store.ts";
import { followTheme } from "../shared/theme.ts";
import { Lab } from "./lab.ts";

const channel = new HostChannel();
const store = new RunStore();
const lab = new Lab(document.getElementById("root")!, channel, store);

followTheme("editor", (theme) => lab.restyle(theme));
channel.listen((message) => lab.receive(message));
channel.send({ type: "ready" });
