// What cannot be taken back needs two presses. The second one of a double click is none: it comes
// too early; nor is one that comes long after, when the question is forgotten.

export const ARMED_AFTER_MS = 400;
export const ASKED_FOR_MS = 5_000;
const NOT_AGAIN_FOR_MS = 1_000;

export interface Confirming {
  readonly askedMs: number | null; // When it was pressed first.
  readonly doneMs: number | null; // When it was last confirmed.
}

export const UNASKED: Confirming = { askedMs: null, doneMs: null };

// Whether the question is on the screen.
export function isAsked({ askedMs }: Confirming, nowMs: number): boolean {
  return askedMs !== null && nowMs - askedMs < ASKED_FOR_MS;
}

export interface Pressed {
  readonly next: Confirming;
  readonly confirmed: boolean;
}

export function pressed(before: Confirming, nowMs: number): Pressed {
  const { askedMs, doneMs } = before;
  const justDone = doneMs !== null && nowMs - doneMs < NOT_AGAIN_FOR_MS;
  if (justDone) return { next: before, confirmed: false };
  if (askedMs === null || !isAsked(before, nowMs)) {
    return { next: { askedMs: nowMs, doneMs }, confirmed: false };
  }
  if (nowMs - askedMs < ARMED_AFTER_MS) return { next: before, confirmed: false };
  return { next: { askedMs: null, doneMs: nowMs }, confirmed: true };
}
