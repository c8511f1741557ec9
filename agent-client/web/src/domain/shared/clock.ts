// The server's clock, as far as it is known, and spans of time on a screen. Every time that the
// server sends is by its own clock; `now` in these functions is of the page's steady clock
// (`performance.now()`), which no change of the computer's date moves.

export interface ServerClock {
  readonly serverMs: number; // As the last message that told it said,
  readonly heardAtMs: number; // and when that came.
}

export function serverNow(clock: ServerClock, now: number): number {
  return clock.serverMs + (now - clock.heardAtMs);
}

interface TimestampLike {
  readonly seconds: bigint;
  readonly nanos: number;
}

// A Timestamp or a Duration of the contract in milliseconds.
export function toMs(value: TimestampLike): number {
  return Number(value.seconds) * 1_000 + Math.floor(value.nanos / 1_000_000);
}

// How long something lasts at `now`, never negative: a message may be a little ahead of the clock.
export function elapsedMs(sinceMs: number, nowMs: number): number {
  return Math.max(0, nowMs - sinceMs);
}

// 07:05, or 1:07:05 from an hour on.
export function clockText(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1_000));
  const two = (value: number) => String(value).padStart(2, "0");
  const hours = Math.floor(seconds / 3_600);
  const rest = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return hours > 0 ? `${hours}:${rest}` : rest;
}

// What is left of a deadline, in whole seconds that begin full: 00:30 is shown for a whole second.
export function leftText(deadlineMs: number, nowMs: number): string {
  return clockText(Math.ceil(Math.max(0, deadlineMs - nowMs) / 1_000) * 1_000);
}
