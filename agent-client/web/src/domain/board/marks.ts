// Marks beside figures: over the limit, near it, within it. A mark turns red after the figure was
// over for ten seconds, and back after twenty seconds within, so that it does not flicker.

export type Mark = "over" | "near" | "within";

const RED_AFTER_MS = 10_000;
const BACK_AFTER_MS = 20_000;

// A limit and the side on which it is broken.
export interface Limit {
  readonly value: number;
  readonly brokenWhen: "above" | "below";
}

export type Standing = "broken" | "near" | "kept";

// From here on a figure is near its limit: nine tenths of it, or for shares of calls, whose limit
// is a lower one, within two points.
const NEAR_SHARE = 0.9;
const NEAR_POINTS = 0.02;

// No data keeps every limit: 0/0 is neither good nor bad. So does a figure without a limit.
export function standing(figure: number | undefined, limit: Limit | undefined): Standing {
  if (figure === undefined || limit === undefined) return "kept";
  switch (limit.brokenWhen) {
    case "above":
      if (figure > limit.value) return "broken";
      return figure > 0 && figure >= limit.value * NEAR_SHARE ? "near" : "kept";
    case "below":
      if (figure < limit.value) return "broken";
      return figure < limit.value + NEAR_POINTS ? "near" : "kept";
  }
}

export function standingsBy(
  figures: readonly (readonly [string, number | undefined, Limit | undefined])[],
): ReadonlyMap<string, Standing> {
  return new Map(figures.map(([key, figure, limit]) => [key, standing(figure, limit)]));
}

export interface MarkState {
  readonly red: boolean;
  // Since when the figure has been on the other side than `red` says. Null: it has not.
  readonly turningSinceMs: number | null;
  readonly standing: Standing;
}

export const calmMark: MarkState = { red: false, turningSinceMs: null, standing: "kept" };

export function stepMark(state: MarkState, now: Standing, nowMs: number): MarkState {
  const turning = (now === "broken") !== state.red;
  if (!turning) return { red: state.red, turningSinceMs: null, standing: now };
  const since = state.turningSinceMs ?? nowMs;
  const turned = nowMs - since >= (state.red ? BACK_AFTER_MS : RED_AFTER_MS);
  if (turned) return { red: !state.red, turningSinceMs: null, standing: now };
  return { red: state.red, turningSinceMs: since, standing: now };
}

export function markOf(state: MarkState): Mark {
  if (state.red) return "over";
  return state.standing === "kept" ? "within" : "near";
}

export type Marks = ReadonlyMap<string, MarkState>;
export const noMarks: Marks = new Map();

function sameMark(one: MarkState, other: MarkState): boolean {
  return (
    one.red === other.red &&
    one.turningSinceMs === other.turningSinceMs &&
    one.standing === other.standing
  );
}

// All marks, one step on. Figures that are gone lose theirs. Gives the very same marks when none
// changed, which is so in most seconds.
export function stepMarks(
  marks: Marks,
  standings: ReadonlyMap<string, Standing>,
  nowMs: number,
): Marks {
  const next = new Map<string, MarkState>();
  let same = standings.size === marks.size;
  for (const [key, now] of standings) {
    const before = marks.get(key);
    const after = stepMark(before ?? calmMark, now, nowMs);
    const kept = before !== undefined && sameMark(before, after);
    same &&= kept;
    next.set(key, kept ? before : after);
  }
  return same ? marks : next;
}

// What is shown red: what turned so, and what the server says.
export function redKeys(marks: Marks, raised: ReadonlySet<string>): ReadonlySet<string> {
  const red = new Set(raised);
  for (const [key, state] of marks) if (state.red) red.add(key);
  return red;
}

// How many turned red: a chime rings once for them. Undefined: nothing was shown before, so that
// nothing turned.
export function redEdges(before: ReadonlySet<string> | undefined, after: ReadonlySet<string>) {
  return before === undefined ? 0 : [...after].filter((key) => !before.has(key)).length;
}
