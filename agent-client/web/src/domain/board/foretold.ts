// What was foretold of waits beside what they were, over queues and intervals together: from the
// sums of their counts. Undefined is "no data".

import type { QueueCounts } from "$proto/figures_pb";
import { toMs } from "../shared/clock";

export interface Foretold {
  // Those who came with a wait foretold, and who of them were answered, gave up, went elsewhere.
  readonly offered: number;
  readonly answered: number;
  readonly abandoned: number;
  readonly overflowed: number;
  // Of the answered: who waited no longer than half, and than nine of ten, were to.
  readonly withinP50: number;
  readonly withinP90: number;
  // Sums over the answered: what half were to wait at most, and what they waited.
  readonly p50Ms: number;
  readonly waitMs: number;
}

export const noForetold: Foretold = {
  offered: 0,
  answered: 0,
  abandoned: 0,
  overflowed: 0,
  withinP50: 0,
  withinP90: 0,
  p50Ms: 0,
  waitMs: 0,
};

export function foretoldOf(counts: QueueCounts | undefined): Foretold {
  if (counts === undefined) return noForetold;
  const { foretoldWaitDuration: p50, foretoldActualDuration: wait } = counts;
  return {
    offered: Number(counts.foretoldOfferedCount),
    answered: Number(counts.foretoldCount),
    abandoned: Number(counts.foretoldAbandonedCount),
    overflowed: Number(counts.foretoldOverflowedCount),
    withinP50: Number(counts.foretoldP50Count),
    withinP90: Number(counts.foretoldP90Count),
    p50Ms: p50 === undefined ? 0 : toMs(p50),
    waitMs: wait === undefined ? 0 : toMs(wait),
  };
}

export function addForetold(one: Foretold, other: Foretold): Foretold {
  return {
    offered: one.offered + other.offered,
    answered: one.answered + other.answered,
    abandoned: one.abandoned + other.abandoned,
    overflowed: one.overflowed + other.overflowed,
    withinP50: one.withinP50 + other.withinP50,
    withinP90: one.withinP90 + other.withinP90,
    p50Ms: one.p50Ms + other.p50Ms,
    waitMs: one.waitMs + other.waitMs,
  };
}

const ofAnswered = (foretold: Foretold, sum: number): number | undefined =>
  foretold.answered > 0 ? sum / foretold.answered : undefined;

export const longerThanP90 = (one: Foretold): number => one.answered - one.withinP90;
export const p50Ratio = (one: Foretold) => ofAnswered(one, one.withinP50);
export const p90Ratio = (one: Foretold) => ofAnswered(one, one.withinP90);
export const foretoldMeanMs = (one: Foretold) => ofAnswered(one, one.p50Ms);
export const actualMeanMs = (one: Foretold) => ofAnswered(one, one.waitMs);
// Above 0 where callers waited longer than was foretold.
export const errorMeanMs = (one: Foretold) => ofAnswered(one, one.waitMs - one.p50Ms);
