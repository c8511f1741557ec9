// How the link to the server stands, as the connection bar shows it. A pure function of what
// happened to the stream and of the time; no timer decides by itself.

import {
  BACK_FOR_MS,
  LIVE_FOR_MS,
  OFFLINE_AFTER_MS,
  SLOW_FOR_MS,
  SLOW_ROUND_TRIP_MS,
} from "../shared/linkTimes";

export type LinkLook =
  | "connecting"
  | "live"
  | "slow"
  | "back"
  | "reconnecting"
  | "catchingUp"
  | "offline"
  | "signedOut"
  | "refused";

export interface BoardLink {
  readonly stream: "connecting" | "open" | "upToDate" | "lost" | "signedOut" | "refused";
  readonly beganAtMs: number;
  // When the last message came. Null: none did.
  readonly heardAtMs: number | null;
  // Since when it is not live; null while it is, and before it was for the first time.
  readonly lostAtMs: number | null;
  // When it was live again after a loss.
  readonly backAtMs: number | null;
  readonly roundTripMs: number | null;
  readonly slowSinceMs: number | null;
}

export type LinkInput =
  | { readonly kind: "connecting" | "opened" | "heard" | "upToDate" | "lost" }
  | { readonly kind: "signedOut" | "refused" }
  | { readonly kind: "roundTrip"; readonly ms: number };

export function newLink(nowMs: number): BoardLink {
  return {
    stream: "connecting",
    beganAtMs: nowMs,
    heardAtMs: null,
    lostAtMs: null,
    backAtMs: null,
    roundTripMs: null,
    slowSinceMs: null,
  };
}

// Silence before the stream ended counts as a loss too.
function lost(link: BoardLink, nowMs: number): number | null {
  if (link.lostAtMs !== null || link.heardAtMs === null) return link.lostAtMs;
  return nowMs - link.heardAtMs > LIVE_FOR_MS ? link.heardAtMs : nowMs;
}

export function reduceLink(link: BoardLink, input: LinkInput, nowMs: number): BoardLink {
  switch (input.kind) {
    case "connecting":
      // A stream that is replaced while it is up to date is no loss yet.
      return link.stream === "upToDate" ? { ...link, stream: "connecting" } : link;
    case "opened":
      return { ...link, stream: "open" };
    case "heard":
      return { ...link, heardAtMs: nowMs };
    case "upToDate": {
      const back = link.lostAtMs === null ? link.backAtMs : nowMs;
      return { ...link, stream: "upToDate", heardAtMs: nowMs, lostAtMs: null, backAtMs: back };
    }
    case "lost":
      return { ...link, stream: "lost", lostAtMs: lost(link, nowMs) };
    case "signedOut":
    case "refused":
      return { ...link, stream: input.kind, lostAtMs: lost(link, nowMs) };
    case "roundTrip": {
      const slow = input.ms > SLOW_ROUND_TRIP_MS;
      return {
        ...link,
        roundTripMs: input.ms,
        slowSinceMs: slow ? (link.slowSinceMs ?? nowMs) : null,
      };
    }
  }
}

export function lookOf(link: BoardLink, nowMs: number): LinkLook {
  if (link.stream === "signedOut" || link.stream === "refused") return link.stream;
  if (link.heardAtMs === null) {
    return nowMs - link.beganAtMs > OFFLINE_AFTER_MS ? "offline" : "connecting";
  }
  const ageMs = nowMs - link.heardAtMs;
  if (ageMs > OFFLINE_AFTER_MS) return "offline";
  if (link.stream === "open") return link.lostAtMs === null ? "connecting" : "catchingUp";
  if (link.stream !== "upToDate" || ageMs > LIVE_FOR_MS) return "reconnecting";
  if (link.backAtMs !== null && nowMs - link.backAtMs < BACK_FOR_MS) return "back";
  if (link.slowSinceMs !== null && nowMs - link.slowSinceMs >= SLOW_FOR_MS) return "slow";
  return "live";
}

// Whether what needs the server is offered.
export function mayAct(look: LinkLook): boolean {
  return look === "live" || look === "slow" || look === "back";
}
