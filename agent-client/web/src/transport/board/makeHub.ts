// The hub with the real world around it.

import { BoardHub } from "./hub";
import type { BoardServer } from "./server";

export function makeHub(server: BoardServer): BoardHub {
  return new BoardHub({
    watch: (resumeCursor, signal) => server.supervision.watchBoard({ resumeCursor }, { signal }),
    now: () => performance.now(),
    chance: () => Math.random(),
  });
}
