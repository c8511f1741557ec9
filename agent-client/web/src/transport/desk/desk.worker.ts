// The SharedWorker: one for all tabs of this browser.

import { serveTabs } from "../shared/tabs";
import { makeHub } from "./makeHub";
import type { ToPage, ToWorker } from "./protocol";

const hub = makeHub();
serveTabs<ToPage, ToWorker>((send) => hub.attach({ send }), { kind: "bye" });
