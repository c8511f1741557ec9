// How the clocks of a ticket stand, and which of them matters.

import type { ClockKind, Ticket, TicketClock } from "./ticket";

export type Standing =
  | { readonly kind: "none" } // Nothing is promised, or all of it was kept.
  | { readonly kind: "paused"; readonly clock: ClockKind }
  | {
      readonly kind: "due";
      readonly clock: ClockKind;
      readonly inMs: number;
      readonly soon: boolean;
    }
  | { readonly kind: "breached"; readonly clock: ClockKind; readonly agoMs: number | null };

const NONE: Standing = { kind: "none" };

// What is over is over: a clock that was stopped after its time is of the history.
const isOpenBreach = ({ state, stopMs }: TicketClock) => state === "breached" && stopMs === null;
const isRunning = ({ state, dueMs }: TicketClock) => state === "running" && dueMs !== null;

function earliest(clocks: readonly TicketClock[]): TicketClock | undefined {
  return [...clocks].sort((one, other) => (one.dueMs ?? Infinity) - (other.dueMs ?? Infinity))[0];
}

// One clock, for the detail of a ticket. A clock whose time passed while nothing was heard of it
// counts as breached.
export function standingOf(clock: TicketClock, nowMs: number): Standing {
  const { kind, dueMs } = clock;
  if (isOpenBreach(clock)) {
    return { kind: "breached", clock: kind, agoMs: dueMs === null ? null : nowMs - dueMs };
  }
  if (clock.state === "paused") return { kind: "paused", clock: kind };
  if (!isRunning(clock) || dueMs === null) return NONE;
  if (dueMs <= nowMs) return { kind: "breached", clock: kind, agoMs: nowMs - dueMs };
  const soon = clock.warned || (clock.warnMs !== null && clock.warnMs <= nowMs);
  return { kind: "due", clock: kind, inMs: dueMs - nowMs, soon };
}

// The clock that matters most: the one breached first, else the one due first, else one that
// stands still.
export function worstOf({ clocks }: Pick<Ticket, "clocks">, nowMs: number): Standing {
  const chosen =
    earliest(clocks.filter(isOpenBreach)) ??
    earliest(clocks.filter(isRunning)) ??
    clocks.find(({ state }) => state === "paused");
  return chosen === undefined ? NONE : standingOf(chosen, nowMs);
}

// When the ticket is due, for the order of a list. Infinity: not at all.
export function dueMsOf({ clocks }: Pick<Ticket, "clocks">): number {
  const due = clocks.filter((clock) => isOpenBreach(clock) || isRunning(clock));
  return earliest(due)?.dueMs ?? Infinity;
}

// A span in its one or two largest units, from minutes on: 2 h 10 min, 3 d 4 h.
export interface Span {
  readonly days: number;
  readonly hours: number;
  readonly minutes: number;
}

export function spanOf(ms: number): Span {
  const minutes = Math.max(0, Math.floor(ms / 60_000));
  const days = Math.floor(minutes / 1_440);
  const hours = Math.floor(minutes / 60) % 24;
  return { days, hours, minutes: days > 0 ? 0 : minutes % 60 };
}
