// The worker's end of a worker that all tabs of a browser share; the page's is sharedWorker.ts.

interface ConnectEvent extends Event {
  readonly ports: readonly MessagePort[];
}

// `attach` takes what sends to a new tab, and returns what takes from it. A text that a tab sends is
// the name of the lock that it holds while it lives, see sharedWorker.ts: `bye` is said for a tab
// that crashed or was thrown away.
export function serveTabs<Told, Said extends object>(
  attach: (send: (message: Told) => void) => (message: Said) => void,
  bye: Said,
): void {
  self.addEventListener("connect", (event) => {
    const port = (event as ConnectEvent).ports[0];
    if (port === undefined) return;
    const take = attach((message) => port.postMessage(message));
    port.addEventListener("message", ({ data }: MessageEvent<Said | string>) => {
      if (typeof data !== "string") return take(data);
      void navigator.locks.request(data, () => take(bye)).catch(() => undefined);
    });
    port.start();
  });
}
