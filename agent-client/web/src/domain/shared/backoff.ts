// When to come back after a stream ended.

const STEPS_MS = [0, 500, 1_000, 2_000, 4_000, 8_000];
const PAUSE_MS_MAX = 10_000;
const JITTER = 0.5;

// The pause before attempt `attempt`, 0 or more, since the stream was last open. `chance` is from
// 0 to 1, so that desks that lost the same server do not come back at the same moment.
export function pauseBefore(attempt: number, chance: number): number {
  const step = STEPS_MS[Math.min(attempt, STEPS_MS.length - 1)] ?? PAUSE_MS_MAX;
  return Math.min(PAUSE_MS_MAX, Math.round(step * (1 + JITTER * (2 * chance - 1))));
}
