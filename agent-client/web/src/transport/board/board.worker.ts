// The SharedWorker: one for all tabs of this browser that show the supervisor's board.

import { serveTabs } from "../shared/tabs";
import { makeHub } from "./makeHub";
import type { ToHub, ToTab } from "./protocol";
import { boardServer } from "./server";

const hub = makeHub(boardServer({ baseUrl: self.location.origin }));
serveTabs<ToTab, ToHub>((send) => hub.attach(send), { kind: "bye" });
