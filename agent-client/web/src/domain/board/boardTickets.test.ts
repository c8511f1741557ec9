import { create } from "@bufbuild/protobuf";
import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import { expect, test } from "vitest";
import { BoardAgentSchema, BoardQueueSchema } from "$proto/board_pb";
import { agentTickets, hasTickets, oldestTicketMs, queueTickets } from "./boardTickets";

const support = create(BoardQueueSchema, {
  tickets: {
    openCount: 12,
    waitingCount: 4,
    offeredCount: 1,
    longestWaitingSinceTime: timestampFromMs(40_000),
    pendingCount: 7,
    warnedClockCount: 3,
    breachedClockCount: 2,
  },
});

test("a queue tells its tickets as the server counts them", () => {
  expect(queueTickets(support)).toEqual({
    open: 12,
    waiting: 4,
    offered: 1,
    longestSinceMs: 40_000,
    pending: 7,
    warned: 3,
    breached: 2,
  });
});

test("a queue of which nothing is told has no tickets", () => {
  expect(queueTickets(create(BoardQueueSchema))).toBeUndefined();
});

test("the oldest grows by the server's clock, and is none where nothing waits", () => {
  const some = queueTickets(support);
  const none = queueTickets(create(BoardQueueSchema, { tickets: { openCount: 1 } }));
  if (some === undefined || none === undefined) throw new Error("no tickets");

  expect(oldestTicketMs(some, 100_000)).toBe(60_000);
  expect(oldestTicketMs(some, 39_000)).toBe(0);
  expect(oldestTicketMs(none, 100_000)).toBeUndefined();
});

test("an agent of an older server has no tickets, and no capacity", () => {
  const agent = create(BoardAgentSchema);

  expect(agentTickets(agent)).toEqual({ held: 0, pending: 0, offered: 0, capacity: 0 });
  expect(hasTickets(agent)).toBe(false);
});

test.each([
  [{ capacity: 5 }, false],
  [{ heldCount: 1 }, true],
  [{ pendingCount: 1 }, true],
  [{ offeredCount: 1 }, true],
])("whether an agent with %j has tickets: %s", (tickets, has) => {
  expect(hasTickets(create(BoardAgentSchema, { tickets }))).toBe(has);
});
