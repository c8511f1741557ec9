// The page's side of a board's stream.

import { hasSharedWorkers, throughWorker } from "../shared/sharedWorker";
import workerPath from "./board.worker.ts?sharedworker&url";
import { makeHub } from "./makeHub";
import type { Take, ToHub, ToTab } from "./protocol";
import type { BoardServer } from "./server";

export type Feed = (take: Take<ToTab>) => Take<ToHub>;

// A stream of this page alone. Not told from within a call, as by a worker.
export function ownFeed(server: BoardServer): Feed {
  return (take) =>
    makeHub(server).attach((message) =>
      queueMicrotask(() => {
        take(message);
      }),
    );
}

// One stream for all tabs of this browser. Where there is no SharedWorker each has its own.
export function sharedFeed(server: BoardServer): Feed {
  if (!hasSharedWorkers()) return ownFeed(server);
  return (take) => throughWorker(workerPath, "jackfield-board", take);
}
