// Ratios and means from counts. The server computes those of one queue and interval; here they are
// computed for several queues or intervals together, from the sums of their counts, never from
// ratios. Undefined is 0/0, "no data", and never shown as 0 % or 100 %.

import { ServiceLevelFormula } from "$proto/queue_pb";

// Counts and sums of times, in milliseconds where times are meant.
export interface Counts {
  readonly offered: number;
  readonly answered: number;
  readonly answeredWithin: number;
  readonly abandoned: number;
  readonly abandonedWithin: number;
  readonly abandonedShort: number;
  readonly passedThreshold: number;
  readonly handled: number;
  readonly answeredWaitMs: number;
  readonly abandonedWaitMs: number;
  readonly waitMaxMs: number;
  readonly talkMs: number;
  readonly holdMs: number;
  readonly afterCallWorkMs: number;
}

export const noCounts: Counts = {
  offered: 0,
  answered: 0,
  answeredWithin: 0,
  abandoned: 0,
  abandonedWithin: 0,
  abandonedShort: 0,
  passedThreshold: 0,
  handled: 0,
  answeredWaitMs: 0,
  abandonedWaitMs: 0,
  waitMaxMs: 0,
  talkMs: 0,
  holdMs: 0,
  afterCallWorkMs: 0,
};

export function addCounts(one: Counts, other: Counts): Counts {
  return {
    offered: one.offered + other.offered,
    answered: one.answered + other.answered,
    answeredWithin: one.answeredWithin + other.answeredWithin,
    abandoned: one.abandoned + other.abandoned,
    abandonedWithin: one.abandonedWithin + other.abandonedWithin,
    abandonedShort: one.abandonedShort + other.abandonedShort,
    passedThreshold: one.passedThreshold + other.passedThreshold,
    handled: one.handled + other.handled,
    answeredWaitMs: one.answeredWaitMs + other.answeredWaitMs,
    abandonedWaitMs: one.abandonedWaitMs + other.abandonedWaitMs,
    waitMaxMs: Math.max(one.waitMaxMs, other.waitMaxMs),
    talkMs: one.talkMs + other.talkMs,
    holdMs: one.holdMs + other.holdMs,
    afterCallWorkMs: one.afterCallWorkMs + other.afterCallWorkMs,
  };
}

function ratio(part: number, whole: number): number | undefined {
  return whole > 0 ? part / whole : undefined;
}

export function serviceLevel(counts: Counts, formula: ServiceLevelFormula): number | undefined {
  const within = counts.answeredWithin;
  const reached = within + counts.abandonedWithin + counts.passedThreshold;
  switch (formula) {
    case ServiceLevelFormula.ANSWERED_ONLY:
      return ratio(within, counts.answered);
    case ServiceLevelFormula.ABANDONS_IGNORED:
      return ratio(within, reached - counts.abandonedWithin);
    case ServiceLevelFormula.ABANDONS_POSITIVE:
      return ratio(within + counts.abandonedWithin, reached);
    case ServiceLevelFormula.SHORT_ABANDONS_DROPPED:
      return ratio(within, counts.answered + counts.abandoned - counts.abandonedShort);
    case ServiceLevelFormula.ABANDONS_NEGATIVE:
    case ServiceLevelFormula.UNSPECIFIED:
      return ratio(within, reached);
  }
}

// B / (A + B).
export function abandonedRatio(counts: Counts): number | undefined {
  return ratio(counts.abandoned, counts.answered + counts.abandoned);
}

// Mean wait of answered calls.
export function answerSpeedMs(counts: Counts): number | undefined {
  return ratio(counts.answeredWaitMs, counts.answered);
}

// Mean wait of abandoned calls.
export function abandonedWaitMeanMs(counts: Counts): number | undefined {
  return ratio(counts.abandonedWaitMs, counts.abandoned);
}

// (Talk + hold + after-call work) / handled.
export function handleMeanMs(counts: Counts): number | undefined {
  return ratio(counts.talkMs + counts.holdMs + counts.afterCallWorkMs, counts.handled);
}
