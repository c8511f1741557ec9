// The worker's end of a worker that all tabs of a browser share; the page's is sharedWorker.ts.

import { holdLifeLock, whenFree } from "./lifeLock";

interface ConnectEvent extends Event {
  readonly ports: readonly MessagePort[];
}

// `attach` takes what sends to a new tab, and returns what takes from it. A text that comes from a
// tab is the name of its lock, and the worker's is told to the tab: `bye` is said for a tab that
// crashed or was thrown away.
export function serveTabs<Told, Said extends object>(
  attach: (send: (message: Told) => void) => (message: Said) => void,
  bye: Said,
): void {
  const held = new Promise<string>(holdLifeLock);
  self.addEventListener("connect", (event) => {
    const port = (event as ConnectEvent).ports[0];
    if (port === undefined) return;
    void held.then((lock) => port.postMessage(lock));
    const take = attach((message) => port.postMessage(message));
    port.addEventListener("message", ({ data }: MessageEvent<Said | string>) => {
      if (typeof data !== "string") return take(data);
      whenFree(data, () => take(bye));
    });
    port.start();
  });
}
