// How old what is shown may be. Past five seconds every figure says its age; past fifteen nobody
// may mistake the board for a live one.

import { LIVE_FOR_MS } from "../shared/linkTimes";

export type Freshness = "loading" | "live" | "old" | "dead";

const DEAD_AFTER_MS = 15_000;

// `lastMessageAtMs`: when the last message came; null: none did since the page was opened.
export function freshness(
  complete: boolean,
  lastMessageAtMs: number | null,
  openedAtMs: number,
  nowMs: number,
): Freshness {
  const ageMs = nowMs - (lastMessageAtMs ?? openedAtMs);
  if (ageMs >= DEAD_AFTER_MS) return "dead";
  if (!complete) return "loading";
  return ageMs >= LIVE_FOR_MS ? "old" : "live";
}

// Whole seconds since the last message; 0 when none came.
export function ageSeconds(lastMessageAtMs: number | null, nowMs: number): number {
  if (lastMessageAtMs === null) return 0;
  return Math.max(0, Math.floor((nowMs - lastMessageAtMs) / 1000));
}
