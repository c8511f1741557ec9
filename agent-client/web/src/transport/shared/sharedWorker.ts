// The page's end of a worker that all tabs of a browser share; the worker's is tabs.ts.

import { trustedScript } from "./trusted";

export const hasSharedWorkers = () => "SharedWorker" in globalThis;

// `path` is that of the worker's script, as the build names it. Returns what sends to it.
export function throughWorker<Told, Said>(
  path: string,
  name: string,
  take: (message: Told) => void,
): (message: Said) => void {
  const { port } = new SharedWorker(trustedScript(path), { type: "module", name });
  port.addEventListener("message", (event: MessageEvent<Told>) => take(event.data));
  port.start();
  holdLock((lock) => port.postMessage(lock));
  return (message) => port.postMessage(message);
}

// Held for as long as this tab lives: a tab that crashed says nothing, but its lock is free then.
// `tell` is called with its name once it is held. Browsers have locks where they have a session.
function holdLock(tell: (lock: string) => void): void {
  const name = `jackfield-tab-${crypto.randomUUID()}`;
  const hold = () => {
    tell(name);
    return new Promise<void>(() => undefined);
  };
  void navigator.locks?.request(name, hold).catch(() => undefined);
}
