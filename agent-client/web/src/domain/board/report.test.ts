import { create } from "@bufbuild/protobuf";
import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import { expect, test } from "vitest";
import { ServiceLevelFormula } from "$proto/queue_pb";
import { QueueReportRowSchema } from "$proto/report_pb";
import {
  addDays,
  daysIn,
  faultOf,
  isDay,
  presetQuery,
  reportLines,
  reportPoints,
  withGaps,
} from "./report";

const HOUR = 3_600_000;
const row = (queue: string, startMs: number, answered: number, within: number) =>
  create(QueueReportRowSchema, {
    queue: `queues/${queue}`,
    startTime: timestampFromMs(startMs),
    endTime: timestampFromMs(startMs + HOUR),
    counts: {
      offeredCount: BigInt(answered),
      answeredCount: BigInt(answered),
      answeredWithinCount: BigInt(within),
      passedThresholdCount: BigInt(answered - within),
    },
  });

test("queues of one interval are one point, made of their counts", () => {
  const points = reportPoints([row("a", 0, 90, 90), row("b", 0, 10, 0)]);
  const lines = reportLines(points, ServiceLevelFormula.ABANDONS_NEGATIVE);

  expect(lines.level).toEqual([90]);
  expect(lines.offered).toEqual([100]);
});

test("what was foretold of the queues of one interval is put together", () => {
  const foretold = (queue: string, answered: bigint, within: bigint) =>
    create(QueueReportRowSchema, {
      queue: `queues/${queue}`,
      startTime: timestampFromMs(0),
      counts: { foretoldCount: answered, foretoldP90Count: within },
    });
  const [point] = reportPoints([foretold("a", 8n, 8n), foretold("b", 2n, 1n)]);

  expect(point?.foretold.answered).toBe(10);
  expect(point?.foretold.withinP90).toBe(9);
});

test("an interval without calls has no level", () => {
  const lines = reportLines(reportPoints([row("a", 0, 0, 0)]), ServiceLevelFormula.UNSPECIFIED);

  expect(lines.level).toEqual([null]);
});

test("a gap is filled at both of its ends", () => {
  const points = withGaps(reportPoints([row("a", 0, 1, 1), row("a", 5 * HOUR, 1, 1)]));

  expect(points.map((point) => point.startMs / HOUR)).toEqual([0, 1, 4, 5]);
  expect(points.map((point) => point.counts.offered)).toEqual([1, 0, 0, 1]);
});

test("intervals that follow each other have no gap", () => {
  expect(withGaps(reportPoints([row("a", 0, 1, 1), row("a", HOUR, 1, 1)]))).toHaveLength(2);
});

test.each(["2026-02-30", "2026-13-01", "26-01-01", "", "2026-01-01T00:00"])(
  "%s is no day",
  (text) => {
    expect(isDay(text)).toBe(false);
  },
);

test("presets end today, and weeks begin on Monday", () => {
  // 28 November 2026 is a Saturday.
  expect(presetQuery("week", "2026-11-28").from).toBe("2026-11-23");
  expect(presetQuery("days7", "2026-11-28").from).toBe("2026-11-22");
  expect(presetQuery("month", "2026-11-28").from).toBe("2026-11-01");
  expect(presetQuery("yesterday", "2026-03-01").to).toBe("2026-02-28");
  expect(daysIn(presetQuery("days30", "2026-11-28"))).toBe(30);
});

test("days are added over the ends of months and years", () => {
  expect(addDays("2026-12-31", 1)).toBe("2027-01-01");
  expect(addDays("2024-03-01", -1)).toBe("2024-02-29");
});

test("a time that ends before it begins, or is too long for its interval, is a fault", () => {
  expect(faultOf({ from: "2026-11-02", to: "2026-11-01", every: "day" })).toBe("order");
  expect(faultOf({ from: "2026-11-01", to: "2026-11-07", every: "quarter" })).toBeUndefined();
  expect(faultOf({ from: "2026-11-01", to: "2026-11-08", every: "quarter" })).toBe("tooLong");
});
