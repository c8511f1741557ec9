// The SharedWorker: one for all tabs of this browser.

import { makeHub } from "./makeHub";
import type { ToPage, ToWorker } from "./protocol";

const hub = makeHub();

interface ConnectEvent extends Event {
  readonly ports: readonly MessagePort[];
}

self.addEventListener("connect", (event) => {
  const port = (event as ConnectEvent).ports[0];
  if (port === undefined) return;
  const take = hub.attach({ send: (message: ToPage) => port.postMessage(message) });
  port.addEventListener("message", (message: MessageEvent<ToWorker>) => take(message.data));
  port.start();
});
