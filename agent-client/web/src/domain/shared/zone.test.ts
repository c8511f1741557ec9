import { expect, test } from "vitest";
import { beginOfDay, dayOf, knownZone } from "./zone";

const iso = (ms: number) => new Date(ms).toISOString();

test.each([
  ["2026-11-28", "Europe/Berlin", "2026-11-27T23:00:00.000Z"],
  ["2026-07-01", "Europe/Berlin", "2026-06-30T22:00:00.000Z"],
  ["2026-03-29", "Europe/Berlin", "2026-03-28T23:00:00.000Z"],
  ["2026-03-30", "Europe/Berlin", "2026-03-29T22:00:00.000Z"],
  ["2026-10-25", "Europe/Berlin", "2026-10-24T22:00:00.000Z"],
  ["2026-10-26", "Europe/Berlin", "2026-10-25T23:00:00.000Z"],
  ["2026-11-28", "Asia/Shanghai", "2026-11-27T16:00:00.000Z"],
  ["2026-11-28", "America/New_York", "2026-11-28T05:00:00.000Z"],
  ["2026-10-04", "Australia/Lord_Howe", "2026-10-03T13:30:00.000Z"],
  ["2026-10-05", "Australia/Lord_Howe", "2026-10-04T13:00:00.000Z"],
  ["2026-11-28", "UTC", "2026-11-28T00:00:00.000Z"],
])("the day %s begins in %s at %s", (day, zone, begin) => {
  expect(iso(beginOfDay(day, zone))).toBe(begin);
});

test("a day without a midnight begins when the clocks are put forward", () => {
  expect(iso(beginOfDay("2026-09-06", "America/Santiago"))).toBe("2026-09-06T04:00:00.000Z");
});

test("a day with two midnights begins with the first", () => {
  expect(iso(beginOfDay("2026-11-01", "America/Havana"))).toBe("2026-11-01T04:00:00.000Z");
});

test("the same moment is another day elsewhere", () => {
  const ms = Date.parse("2026-11-28T20:00:00Z");

  expect(dayOf(ms, "Europe/Berlin")).toBe("2026-11-28");
  expect(dayOf(ms, "Asia/Shanghai")).toBe("2026-11-29");
  expect(dayOf(Date.parse("2026-11-28T00:00:00Z"), "UTC")).toBe("2026-11-28");
});

test("a zone that the browser does not know is not used", () => {
  expect(knownZone("Europe/Berlin")).toBe("Europe/Berlin");
  expect(knownZone("Mars/Olympus")).toBeUndefined();
  expect(knownZone("")).toBeUndefined();
  expect(knownZone(undefined)).toBeUndefined();
});
