// The server's clock, reckoned from several heartbeats. One that was held up on the way makes the
// server seem to be behind, never ahead: so of the last ones the one that puts the server farthest
// ahead is the best. Only the last few count, because clocks drift and are set.

import type { ServerClock } from "../shared/clock";

const HEARD_MAX = 15;

export function heard(
  told: readonly ServerClock[],
  serverMs: number,
  heardAtMs: number,
): readonly ServerClock[] {
  return [...told, { serverMs, heardAtMs }].slice(-HEARD_MAX);
}

// Undefined: the server never told.
export function bestClock(told: readonly ServerClock[]): ServerClock | undefined {
  const ahead = (clock: ServerClock) => clock.serverMs - clock.heardAtMs;
  const [first, ...rest] = told;
  if (first === undefined) return undefined;
  return rest.reduce((best, clock) => (ahead(clock) > ahead(best) ? clock : best), first);
}
