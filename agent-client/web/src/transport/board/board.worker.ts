// The SharedWorker: one for all tabs of this browser that show the supervisor's board.

import { makeHub } from "./makeHub";
import type { ToHub } from "./protocol";
import { boardServer } from "./server";

const hub = makeHub(boardServer({ baseUrl: self.location.origin }));

interface ConnectEvent extends Event {
  readonly ports: readonly MessagePort[];
}

self.addEventListener("connect", (event) => {
  const port = (event as ConnectEvent).ports[0];
  if (port === undefined) return;
  const take = hub.attach((message) => port.postMessage(message));
  port.addEventListener("message", (message: MessageEvent<ToHub>) => take(message.data));
  port.start();
});
