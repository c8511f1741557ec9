import { create } from "@bufbuild/protobuf";
import type { MessageInitShape } from "@bufbuild/protobuf";
import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import { expect, test } from "vitest";
import { AlertRule_Figure, AlertSchema } from "$proto/alert_pb";
import { BoardQueueSchema } from "$proto/board_pb";
import { QueueSchema, ServiceLevelFormula } from "$proto/queue_pb";
import { figureValue, limitsOf, queueRows, raisedKeys, standingsOf, totalsOf } from "./boardQueues";

type Rest = Omit<MessageInitShape<typeof BoardQueueSchema>, "$typeName" | "$unknown">;

function entry(name: string, rest: Rest = {}) {
  const made = create(BoardQueueSchema, rest as MessageInitShape<typeof BoardQueueSchema>);
  made.queue ??= create(QueueSchema, { name: `queues/${name}`, displayName: name });
  return made;
}

const sales = entry("sales", {
  waitingCount: 7,
  longestWaitingSinceTime: timestampFromMs(40_000),
  intervalCounts: { answeredCount: 9n, answeredWithinCount: 6n, passedThresholdCount: 4n },
});
const vip = entry("vip", {
  waitingCount: 1,
  longestWaitingSinceTime: timestampFromMs(90_000),
  intervalCounts: { answeredCount: 10n, answeredWithinCount: 10n },
});

test("queues are in the order of their names", () => {
  expect(queueRows([vip, sales]).map((row) => row.label)).toEqual(["sales", "vip"]);
});

test("a queue that did not change keeps its row", () => {
  const [before] = queueRows([sales, vip]);
  const [after, changed] = queueRows([sales, entry("vip", { waitingCount: 2 })]);

  expect(after).toBe(before);
  expect(changed?.waiting).toBe(2);
});

test("totals are sums, and the longest wait is the longest of all", () => {
  const totals = totalsOf(queueRows([sales, vip]));

  expect(totals.waiting).toBe(8);
  expect(totals.longestSinceMs).toBe(40_000);
  expect(totals.interval.answeredWithin).toBe(16);
});

test("the totals have the formula and the target of the queues only where these agree", () => {
  const formula = ServiceLevelFormula.ANSWERED_ONLY;
  const one = entry("a", {
    queue: { name: "queues/a", serviceLevelFormula: formula, serviceLevelTargetRatio: 0.8 },
  });
  const other = entry("b", {
    queue: { name: "queues/b", serviceLevelFormula: formula, serviceLevelTargetRatio: 0.9 },
  });

  const totals = totalsOf(queueRows([one, other]));

  expect(totals.formula).toBe(formula);
  expect(totals.targetRatio).toBeUndefined();
});

test("the figures of a row are those that limits are about", () => {
  const [row] = queueRows([sales]);
  if (row === undefined) throw new Error("no row");

  expect(figureValue(row, "waiting", 100_000)).toBe(7);
  expect(figureValue(row, "wait", 100_000)).toBe(60_000);
  expect(figureValue(row, "level", 100_000)).toBeCloseTo(0.6, 6);
  expect(figureValue(row, "lost", 100_000)).toBe(0);
});

test("a rule of a queue counts more than the limit from which on a board warns", () => {
  const queue = {
    name: "queues/sales",
    waitingWarningCount: 4,
    waitWarningDuration: { seconds: 300n },
    alertRules: [{ figure: AlertRule_Figure.LONGEST_WAIT_SECONDS, limit: 60 }],
  };
  const [row] = queueRows([entry("sales", { queue })]);
  if (row === undefined) throw new Error("no row");

  const limits = limitsOf(row);

  expect(limits.waiting).toEqual({ value: 4, brokenWhen: "above" });
  expect(limits.wait).toEqual({ value: 60_000, brokenWhen: "above" });
  expect(limits.level).toBeUndefined();
});

test("a queue without limits has none", () => {
  const [row] = queueRows([sales]);
  if (row === undefined) throw new Error("no row");

  expect(limitsOf(row)).toEqual({});
});

test("a target stays the limit of the level, whatever a rule says", () => {
  const queue = {
    name: "queues/a",
    serviceLevelTargetRatio: 0.8,
    alertRules: [{ figure: AlertRule_Figure.SERVICE_LEVEL_RATIO, limit: 0.7 }],
  };
  const [row] = queueRows([entry("a", { queue })]);
  if (row === undefined) throw new Error("no row");

  expect(limitsOf(row).level?.value).toBe(0.8);
});

test("only figures with a limit have a standing", () => {
  const rows = queueRows([sales]);
  const limits = new Map([
    ["queues/sales", { waiting: { value: 4, brokenWhen: "above" as const } }],
  ]);

  expect([...standingsOf(rows, limits, 0)]).toEqual([["queues/sales waiting", "broken"]]);
});

test("a raised alert names the figure that is over", () => {
  const alert = create(AlertSchema, {
    queue: "queues/sales",
    rule: { figure: AlertRule_Figure.LONGEST_WAIT_SECONDS, limit: 60 },
  });

  expect([...raisedKeys([alert])]).toEqual(["queues/sales wait"]);
});
