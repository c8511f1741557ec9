import { expect, test } from "vitest";
import { aClock, aTicket } from "../tickets/fixtures";
import { apply } from "./desk";
import { aCallback } from "../callbacks/fixtures";
import { aCaller, aDesk, aNotice, aPop, aSnapshot, aWorkOffer } from "./fixtures";
import type { Input } from "./input";
import type { DeskState } from "./state";
import { EMPTY_DESK } from "./state";

const ME = { ...EMPTY_DESK.agent, name: "agents/ana" };
const desk = (change: Partial<DeskState> = {}) => aDesk({ agent: ME, ...change });
const FAILED = { code: 9, message: "", fields: [] };

function take(state: DeskState, ...inputs: readonly Input[]) {
  const commands = [];
  for (const input of inputs) {
    const applied = apply(state, input, state.nowMs);
    state = applied.state;
    commands.push(...applied.commands);
  }
  const rings = commands.filter(({ kind }) => kind === "ring").length;
  const asked = commands.flatMap((one) => (one.kind === "ask" ? [one.request] : []));
  return { state, rings, asked };
}

const opened = (offer = aWorkOffer({})): Input => ({
  kind: "update",
  update: { kind: "workOfferOpened", offer },
});
const closed = (reason: "accepted" | "taken" = "taken"): Input => ({
  kind: "update",
  update: { kind: "workOfferClosed", name: "workOffers/w1", reason },
});
const changed = (ticket = aTicket({})): Input => ({
  kind: "update",
  update: { kind: "ticketChanged", ticket },
});
const told = (notice = aNotice({})): Input => ({
  kind: "update",
  update: { kind: "noticeAdded", notice },
});
const whole = (change = {}): Input => ({
  kind: "update",
  update: { kind: "snapshot", snapshot: aSnapshot({ agent: ME, ...change }) },
});
const ACCEPT: Input = { kind: "act", act: { act: "acceptWork", name: "" } };
const OK: Input = { kind: "answer", id: 1, outcome: { ok: true, value: { kind: "done" } } };
const answered = (reason: string): Input => ({
  kind: "answer",
  id: 1,
  outcome: { ok: false, failure: { ...FAILED, reason } },
});

test("an offer rings once, however often it is told", () => {
  const { state, rings } = take(
    desk(),
    opened(),
    opened(),
    whole({ workOffers: [aWorkOffer({})] }),
  );

  expect(rings).toBe(1);
  expect(state.workOffers).toEqual([aWorkOffer({})]);
});

test("an offer that was closed does not come back, neither late nor with the whole", () => {
  const { state } = take(
    desk(),
    opened(),
    closed(),
    opened(),
    whole({ workOffers: [aWorkOffer({})] }),
  );

  expect(state.workOffers).toEqual([]);
});

test("an offer that the whole does not have is over", () => {
  expect(take(desk(), opened(), whole()).state.workOffers).toEqual([]);
});

test("with pops off an offer is there, and does not ring", () => {
  const { state, rings } = take(desk({ agent: { ...ME, popMode: "off" } }), opened());

  expect(state.workOffers).toHaveLength(1);
  expect(rings).toBe(0);
});

test("an offer takes nothing from who types", () => {
  const typing = desk({ typing: "note", focus: { offer: "", call: "calls/c1" } });

  const { state } = take(typing, opened());

  expect(state.typing).toBe("note");
  expect(state.focus).toEqual({ offer: "", call: "calls/c1" });
  expect(state.aside).toBeNull();
});

test("the oldest offer is accepted, once, and its ticket opened", () => {
  const second = aWorkOffer({ name: "workOffers/w2" });
  const { state, asked } = take(desk(), opened(), opened(second), ACCEPT, ACCEPT, OK);

  expect(asked).toEqual([{ method: "AcceptWorkOffer", name: "workOffers/w1" }]);
  expect(state.workOffers).toEqual([second]);
  expect(state.aside).toEqual({ kind: "ticket", ticket: "tickets/t1" });
  expect(state.toast?.say).toBe("workAccepted");
});

test("the card of a callback that was accepted is opened", () => {
  const offer = aWorkOffer({ work: { kind: "callback", callback: aCallback({}) } });

  expect(take(desk(), opened(offer), ACCEPT, OK).state.aside).toEqual({ kind: "callback" });
});

test("what was accepted is opened, too, where that is told before the request is answered", () => {
  const { state } = take(desk(), opened(), ACCEPT, closed("accepted"), OK);

  expect(state.aside).toEqual({ kind: "ticket", ticket: "tickets/t1" });
  expect(state.toast?.say).toBe("workAccepted");
});

test("what was accepted does not push away a call", () => {
  const talking = desk({ pops: [aPop({ state: "connected" })] });

  expect(take(talking, opened(), ACCEPT, OK).state.aside).toBeNull();
});

test.each(["WORK_OFFER_OVER", "WORK_OFFER_NOT_FOUND"])("%s: it is gone, and said", (reason) => {
  const { state } = take(desk(), opened(), ACCEPT, answered(reason));

  expect(state.workOffers).toEqual([]);
  expect(state.toast?.say).toBe("workGone");
});

test("an acceptance that failed otherwise may be tried again", () => {
  const { state } = take(desk(), opened(), ACCEPT, answered("INTAKE_FULL"));

  expect(state.workOffers).toHaveLength(1);
  expect(take(state, ACCEPT).asked).toHaveLength(1);
});

test("somebody else took it while it was accepted: that is said", () => {
  expect(take(desk(), opened(), ACCEPT, closed("taken")).state.toast?.say).toBe("workGone");
  expect(take(desk(), opened(), ACCEPT, closed("accepted")).state.toast).toBeNull();
});

test("without a link nothing is accepted, and without an offer neither", () => {
  const { state, asked } = take({ ...take(desk(), opened()).state, nowMs: 60_000 }, ACCEPT);

  expect(asked).toEqual([]);
  expect(state.toast?.say).toBe("notLive");
  expect(take(desk(), ACCEPT).state.toast?.say).toBe("noWork");
});

test("the agent's tickets stand by what is due first, then the newest first", () => {
  const mine = (name: string, number: number, dueMs: number | null) =>
    aTicket({
      name,
      number,
      owner: ME.name,
      clocks: dueMs === null ? [] : [aClock({ dueMs })],
    });

  const { state } = take(
    desk(),
    changed(mine("tickets/old", 1, null)),
    changed(mine("tickets/later", 2, 9_000)),
    changed(mine("tickets/new", 3, null)),
    changed(mine("tickets/sooner", 4, 5_000)),
  );

  expect(state.tickets.map(({ name }) => name)).toEqual([
    "tickets/sooner",
    "tickets/later",
    "tickets/new",
    "tickets/old",
  ]);
});

test.each([
  ["given to another", { owner: "agents/ben" }],
  ["resolved", { owner: ME.name, state: "resolved" as const }],
])("a ticket that is %s goes from the list", (_, change) => {
  const { state } = take(
    desk(),
    changed(aTicket({ owner: ME.name })),
    changed(aTicket({ ...change, updateMs: 1 })),
  );

  expect(state.tickets).toEqual([]);
});

test("an older ticket does not replace a newer one", () => {
  const newer = aTicket({ owner: ME.name, subject: "newer", updateMs: 2 });

  const { state } = take(desk(), changed(newer), changed(aTicket({ owner: ME.name, updateMs: 1 })));

  expect(state.tickets).toEqual([newer]);
});

test("a ticket that was taken away goes, though no more is told of it than whose it is", () => {
  const held = aTicket({ owner: ME.name, updateMs: 2 });
  const reduced = aTicket({ owner: "agents/ben", subject: "", updateMs: null });

  expect(take(desk(), changed(held), changed(reduced)).state.tickets).toEqual([]);
});

test("a notice is told once, stays, and goes when it was seen", () => {
  const see: Input = { kind: "act", act: { act: "seeNotice", name: "" } };
  const { state, asked } = take(desk(), told(), told(), see);

  expect(state.notices).toHaveLength(1);
  expect(asked).toEqual([{ method: "AcknowledgeNotices", names: ["workNotices/n1"] }]);
  expect(take(state, OK).state.notices).toEqual([]);
});

test("notices that were seen elsewhere go", () => {
  const removed: Input = {
    kind: "update",
    update: { kind: "noticesRemoved", names: ["workNotices/n1"] },
  };

  expect(take(desk(), told(), removed).state.notices).toEqual([]);
});

test("to open a ticket is to have seen what is told of it", () => {
  const open: Input = { kind: "act", act: { act: "openTicket", ticket: "tickets/t1" } };
  const other = aNotice({ name: "workNotices/n2", ticket: aTicket({ name: "tickets/t2" }) });

  expect(take(desk(), told(), told(other), open).asked).toEqual([
    { method: "AcknowledgeNotices", names: ["workNotices/n1"] },
  ]);
});

const SHOW = told(aNotice({ kind: "show" }));

test("a ticket that a program shows is opened", () => {
  expect(take(desk(), SHOW).state.aside).toEqual({ kind: "ticket", ticket: "tickets/t1" });
});

test.each<[string, Partial<DeskState>]>([
  ["types", { typing: "field" }],
  ["talks", { pops: [aPop({ state: "connected" })] }],
  ["is rung", { pops: [aPop({})] }],
])("it is only told of to an agent who %s", (_, change) => {
  const { state } = take(desk(change), SHOW);

  expect(state.aside).toBeNull();
  expect(state.notices).toHaveLength(1);
});

test("a call that takes the focus takes the ticket's place; one beside typing does not", () => {
  const aside = { kind: "ticket", ticket: "tickets/t1" } as const;
  const rings: Input = { kind: "update", update: { kind: "popOpened", pop: aPop({}) } };

  expect(take(desk({ aside }), rings).state.aside).toBeNull();
  expect(take(desk({ aside, typing: "field" }), rings).state.aside).toEqual(aside);
});

test("what rings behind a ticket is opened by the key for what rings", () => {
  const aside = { kind: "ticket", ticket: "tickets/t1" } as const;
  const behind = desk({ aside, pops: [aPop({})], focus: { offer: "o1", call: "calls/c1" } });

  expect(take(behind, { kind: "act", act: { act: "open" } }).state.aside).toBeNull();
});

test("a new ticket begins with the call in focus and its customer", () => {
  const begin: Input = { kind: "act", act: { act: "newTicket" } };
  const caller = aCaller({ displayName: "Anna Berg", customer: "customers/a" });
  const talking = desk({
    pops: [aPop({ state: "connected", caller })],
    focus: { offer: "o1", call: "calls/c1" },
  });

  expect(take(talking, begin).state.aside).toEqual({
    kind: "newTicket",
    call: "calls/c1",
    customer: "customers/a",
    customerDisplayName: "Anna Berg",
  });
  expect(take(desk(), begin).state.aside).toMatchObject({ call: "", customer: "" });
});
