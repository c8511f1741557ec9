// The page's end of a worker that all tabs of a browser share.

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
  return (message) => port.postMessage(message);
}
