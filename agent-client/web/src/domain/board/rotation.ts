// Which queues a wallboard shows now. Up to eight fit; more are shown in turns of fifteen seconds.
// Queues that are over a limit are first, and stay on the screen whatever the turn.

const ROWS_MAX = 8;
const TURN_MS = 15_000;
// So many red queues are on every page. Where more are red, the others take turns, first of all.
const PINNED_MAX = ROWS_MAX - 2;

export interface BoardPage<T> {
  readonly rows: readonly T[];
  // 1 or more.
  readonly number: number;
  readonly count: number;
}

// Both kinds stay in the order in which they are.
export function redFirst<T>(queues: readonly T[], isRed: (queue: T) => boolean): readonly T[] {
  return [...queues.filter(isRed), ...queues.filter((queue) => !isRed(queue))];
}

export function boardPage<T>(
  queues: readonly T[],
  isRed: (queue: T) => boolean,
  nowMs: number,
): BoardPage<T> {
  const ordered = redFirst(queues, isRed);
  if (ordered.length <= ROWS_MAX) return { rows: ordered, number: 1, count: 1 };
  const pinned = ordered.slice(0, Math.min(queues.filter(isRed).length, PINNED_MAX));
  const turning = ordered.slice(pinned.length);
  const perPage = ROWS_MAX - pinned.length;
  const count = Math.ceil(turning.length / perPage);
  const page = Math.floor(nowMs / TURN_MS) % count;
  const turn = turning.slice(page * perPage, (page + 1) * perPage);
  return { rows: [...pinned, ...turn], number: page + 1, count };
}
