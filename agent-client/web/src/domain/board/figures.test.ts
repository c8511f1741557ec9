import { expect, test } from "vitest";
import { ServiceLevelFormula } from "$proto/queue_pb";
import {
  abandonedRatio,
  addCounts,
  answerSpeedMs,
  handleMeanMs,
  noCounts,
  serviceLevel,
} from "./figures";
import type { Counts } from "./figures";

// Check values that were reckoned elsewhere.
const small: Counts = {
  ...noCounts,
  answered: 90,
  answeredWithin: 70,
  abandonedWithin: 10,
  passedThreshold: 20,
};
const large: Counts = {
  ...noCounts,
  answered: 1000,
  abandoned: 60,
  answeredWithin: 860,
  abandonedWithin: 20,
  passedThreshold: 180,
};

test.each([
  [ServiceLevelFormula.ABANDONS_IGNORED, 0.7778],
  [ServiceLevelFormula.ABANDONS_NEGATIVE, 0.7],
  [ServiceLevelFormula.ABANDONS_POSITIVE, 0.8],
  [ServiceLevelFormula.UNSPECIFIED, 0.7],
])("the service level by formula %i has its check value", (formula, expected) => {
  expect(serviceLevel(small, formula)).toBeCloseTo(expected, 4);
});

test("the service level of a thousand answered calls has its check values", () => {
  expect(serviceLevel(large, ServiceLevelFormula.ANSWERED_ONLY)).toBeCloseTo(0.86, 6);
  expect(serviceLevel(large, ServiceLevelFormula.ABANDONS_POSITIVE)).toBeCloseTo(0.8302, 4);
  expect(serviceLevel(large, ServiceLevelFormula.SHORT_ABANDONS_DROPPED)).toBeCloseTo(0.8113, 4);
});

test("nothing counted is no data, neither 0 nor 100 percent", () => {
  for (const formula of [0, 1, 2, 3, 4, 5]) {
    expect(serviceLevel(noCounts, formula)).toBeUndefined();
  }
  expect(abandonedRatio(noCounts)).toBeUndefined();
  expect(answerSpeedMs(noCounts)).toBeUndefined();
  expect(handleMeanMs(noCounts)).toBeUndefined();
});

test("figures of two queues are those of their counts together", () => {
  const one: Counts = { ...noCounts, answered: 1, abandoned: 1, waitMaxMs: 9_000 };
  const other: Counts = { ...noCounts, answered: 97, abandoned: 1, waitMaxMs: 4_000 };

  const both = addCounts(one, other);

  expect(abandonedRatio(both)).toBeCloseTo(0.02, 6);
  expect(both.waitMaxMs).toBe(9_000);
});

test("handle time is talk, hold and work after the call", () => {
  const counts = {
    ...noCounts,
    handled: 2,
    talkMs: 100_000,
    holdMs: 20_000,
    afterCallWorkMs: 40_000,
  };

  expect(handleMeanMs(counts)).toBe(80_000);
});
