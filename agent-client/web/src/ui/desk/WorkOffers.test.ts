// @vitest-environment happy-dom
import { mount } from "svelte";
import { afterEach, expect, test } from "vitest";
import { aCallback } from "../../domain/callbacks/fixtures";
import { aDesk, aWorkOffer } from "../../domain/desk/fixtures";
import type { DeskState } from "../../domain/desk/state";
import { aClock, aTicket } from "../../domain/tickets/fixtures";
import { FakeSession } from "./fakeSession.svelte";
import { Mounted } from "./mounted";
import WorkOffers from "./WorkOffers.svelte";

afterEach(() => Mounted.closeAll());

function show(change: Partial<DeskState>): [Mounted, FakeSession] {
  const session = new FakeSession(aDesk(change));
  const column = new Mounted(session, (where) => mount(WorkOffers, where));
  return [column, session];
}

const OFFER = aWorkOffer({
  work: {
    kind: "ticket",
    ticket: aTicket({ priority: "high", clocks: [aClock({ state: "breached", dueMs: null })] }),
  },
});

test("says nothing while nothing is offered", () => {
  expect(show({})[0].text).toBe("");
});

test("a ticket is offered with what it is, how it stands, and the time that is left", () => {
  const [column] = show({ workOffers: [OFFER], nowMs: 1_000, link: { ...aDesk({}).link } });

  expect(column.text).toContain("Ticket #12");
  expect(column.text).toContain("Delivery late");
  expect(column.text).toContain("Sales · High");
  expect(column.text).toContain("breached");
  expect(column.text).toContain("00:29 left");
});

test("an offer whose time is up says so until the server ends it", () => {
  const offer = aWorkOffer({ deadlineMs: 500 });

  expect(show({ workOffers: [offer], nowMs: 1_000 })[0].text).toContain("time is up");
});

test("a callback is offered by the name of who is called", () => {
  const work = { kind: "callback", callback: aCallback({}) } as const;

  expect(show({ workOffers: [aWorkOffer({ work })] })[0].text).toContain("Callback Anna Berg");
});

test("it is accepted or declined, once", () => {
  const [column, session] = show({ workOffers: [OFFER] });

  column.press(/^Accept/);

  expect(session.requests).toEqual([{ method: "AcceptWorkOffer", name: "workOffers/w1" }]);
  expect(column.find(/^Decline/).hasAttribute("disabled")).toBe(true);
});

test("the keys stand on the oldest offer, which they answer", () => {
  const second = aWorkOffer({ name: "workOffers/w2" });
  const [column] = show({ workOffers: [OFFER, second] });
  const keys = column.all("button").map((one) => one.getAttribute("aria-keyshortcuts"));

  expect(keys).toEqual(["Y Alt+Shift+Y", "D Alt+Shift+D", null, null]);
});

test("without a link it cannot be answered", () => {
  const [column] = show({ workOffers: [OFFER], nowMs: 60_000 });

  expect(column.find(/^Accept/).hasAttribute("disabled")).toBe(true);
});
