// The hub with the real world around it.

import { WATCH_EVERY_MS } from "../../domain/shared/linkTimes";
import { openChannel } from "../shared/channel";
import { DeskApi } from "./api";
import { DeskHub } from "./hub";

export function makeHub(): DeskHub {
  const hub = new DeskHub({
    api: new DeskApi(openChannel({ baseUrl: self.location.origin })),
    now: () => performance.now(),
    chance: () => Math.random(),
    makeId: () => crypto.randomUUID(),
    later: (act, ms) => {
      const timer = setTimeout(act, ms);
      return () => clearTimeout(timer);
    },
  });
  setInterval(() => hub.tick(), WATCH_EVERY_MS);
  return hub;
}
