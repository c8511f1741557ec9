// The page's end of a worker that all tabs of a browser share; the worker's is tabs.ts.

import { holdLifeLock, whenFree } from "./lifeLock";
import { trustedScript } from "./trusted";

export const hasSharedWorkers = () => "SharedWorker" in globalThis;

// `path` is that of the worker's script, as the build names it. Returns what sends to it. A worker
// that crashed, with the process of the tab that began it, leaves the other tabs silent: they begin
// anew, and what was typed is kept elsewhere.
export function throughWorker<Told extends object, Said>(
  path: string,
  name: string,
  take: (message: Told) => void,
): (message: Said) => void {
  const { port } = new SharedWorker(trustedScript(path), { type: "module", name });
  port.addEventListener("message", ({ data }: MessageEvent<Told | string>) => {
    if (typeof data !== "string") return take(data);
    whenFree(data, () => {
      location.reload();
    });
  });
  port.start();
  holdLifeLock((lock) => port.postMessage(lock));
  return (message) => port.postMessage(message);
}
