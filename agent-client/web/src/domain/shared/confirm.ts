// What cannot be taken back needs two presses with a pause between them. A double click has none,
// nor has a key that is held down; and a press that comes long after, when the question is
// forgotten, asks anew.

const PAUSE_MS = 400;
export const ASKED_FOR_MS = 5_000;
const NOT_AGAIN_FOR_MS = 1_000;

export interface Confirming {
  readonly askedMs: number | null; // When it was pressed first,
  readonly pressedMs: number; // and last.
  readonly doneMs: number | null; // When it was last confirmed.
}

export const UNASKED: Confirming = { askedMs: null, pressedMs: 0, doneMs: null };

// Whether the question is on the screen.
export function isAsked({ askedMs }: Confirming, nowMs: number): boolean {
  return askedMs !== null && nowMs - askedMs < ASKED_FOR_MS;
}

export interface Pressed {
  readonly next: Confirming;
  readonly confirmed: boolean;
}

export function pressed(before: Confirming, nowMs: number): Pressed {
  const { askedMs, pressedMs, doneMs } = before;
  const justDone = doneMs !== null && nowMs - doneMs < NOT_AGAIN_FOR_MS;
  if (justDone) return { next: before, confirmed: false };
  if (askedMs === null || !isAsked(before, nowMs)) {
    return { next: { askedMs: nowMs, pressedMs: nowMs, doneMs }, confirmed: false };
  }
  if (nowMs - pressedMs < PAUSE_MS) {
    return { next: { ...before, pressedMs: nowMs }, confirmed: false };
  }
  return { next: { askedMs: null, pressedMs: nowMs, doneMs: nowMs }, confirmed: true };
}
