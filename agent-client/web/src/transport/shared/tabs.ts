// The worker's end of a worker that all tabs of a browser share; the page's is sharedWorker.ts.

interface ConnectEvent extends Event {
  readonly ports: readonly MessagePort[];
}

// `attach` takes what sends to a new tab, and returns what takes from it. A tab that crashed or was
// thrown away says nothing: its port does (Chrome from 122; others never tell), and `bye` is said
// for it.
export function serveTabs<Told, Said>(
  attach: (send: (message: Told) => void) => (message: Said) => void,
  bye: Said,
): void {
  self.addEventListener("connect", (event) => {
    const port = (event as ConnectEvent).ports[0];
    if (port === undefined) return;
    const take = attach((message) => port.postMessage(message));
    port.addEventListener("message", (message: MessageEvent<Said>) => take(message.data));
    port.addEventListener("close", () => take(bye));
    port.start();
  });
}
