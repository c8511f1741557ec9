// @vitest-environment happy-dom
import { flushSync, mount } from "svelte";
import { afterEach, expect, test } from "vitest";
import { aCaller, aDesk, aPop, aQueue } from "../../domain/desk/fixtures";
import { FakeSession } from "./fakeSession.svelte";
import LiveRegion from "./LiveRegion.svelte";
import { Mounted } from "./mounted";

afterEach(() => Mounted.closeAll());

test("a ring is said once, in words that can be spoken", () => {
  const caller = aCaller({ displayName: "Wang Xiaoming" });
  const session = new FakeSession(aDesk({ pops: [aPop({ caller, waitedMs: 72_000 })] }));
  const mounted = new Mounted(session, (where) => mount(LiveRegion, where));

  session.ring("calls/c1/offers/o1");
  flushSync();

  expect(mounted.all("[role=alert]").map((one) => one.textContent)).toEqual([
    "Incoming call, Wang Xiaoming, queue Sales, waited 1 minute, 12 seconds",
  ]);
});

test("when it is over it is not said any more, so that the next one is news", () => {
  const session = new FakeSession(aDesk({ pops: [aPop({})] }));
  const mounted = new Mounted(session, (where) => mount(LiveRegion, where));
  session.ring("calls/c1/offers/o1");
  flushSync();

  session.state = aDesk({});
  flushSync();

  expect(mounted.text).toBe("");
});

test("numbers of queues are said politely, at most once in ten seconds", () => {
  const session = new FakeSession(aDesk({ queues: [aQueue({ waiting: 1 })] }));
  const mounted = new Mounted(session, (where) => mount(LiveRegion, where));
  const polite = mounted.all("[aria-live=polite]")[0];

  session.state = aDesk({ queues: [aQueue({ waiting: 2 })], nowMs: 9_000 });
  flushSync();
  expect(polite?.textContent).toBe("");
  session.state = aDesk({ queues: [aQueue({ waiting: 3 })], nowMs: 10_000 });
  flushSync();

  expect(polite?.textContent).toBe("Sales: 3 waiting");
});

test("numbers of several queues are said as a list of the language", () => {
  const queues = [aQueue({ waiting: 1 }), aQueue({ queue: "queues/b", displayName: "Help" })];
  const session = new FakeSession(aDesk({ queues }));
  const mounted = new Mounted(session, (where) => mount(LiveRegion, where));

  const longer = queues.map((queue) => ({ ...queue, waiting: 2 }));
  session.state = aDesk({ queues: longer, nowMs: 10_000 });
  flushSync();

  const polite = mounted.all("[aria-live=polite]")[0];
  expect(polite?.textContent).toBe("Sales: 2 waiting, Help: 2 waiting");
});
