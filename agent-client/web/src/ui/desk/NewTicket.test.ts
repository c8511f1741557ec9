// @vitest-environment happy-dom
import { flushSync, mount } from "svelte";
import { afterEach, expect, test, vi } from "vitest";
import { apply } from "../../domain/desk/desk";
import { aDesk, aPop } from "../../domain/desk/fixtures";
import type { DeskState } from "../../domain/desk/state";
import { aTicket, aView } from "../../domain/tickets/fixtures";
import { EVERY_TICKET } from "../../domain/tickets/ticket";
import { FakeDoor, ok, refused, settled, type } from "../tickets/fakeDoor";
import "./AsidePanel.svelte"; // Otherwise loaded when it is shown first.
import { FakeSession } from "./fakeSession.svelte";
import FocusPanel from "./FocusPanel.svelte";
import { Mounted } from "./mounted";
import NewTicket from "./NewTicket.svelte";
import TicketFinder from "./TicketFinder.svelte";
import Unsent from "./Unsent.svelte";
import "./workParts"; // As above.

afterEach(() => Mounted.closeAll());

const CALL = {
  kind: "newTicket",
  call: "calls/c1",
  customer: "customers/w",
  customerDisplayName: "Wang Xiaoming",
} as const;
const HAND = { kind: "newTicket", call: "", customer: "", customerDisplayName: "" } as const;

function show(from: typeof CALL | typeof HAND, door: FakeDoor, change: Partial<DeskState> = {}) {
  const session = new FakeSession(aDesk({ aside: from, ...change }));
  const props = { from, door, onClose: () => undefined };
  const form = new Mounted(session, (where) => mount(NewTicket, { ...where, props }));
  return { form, session };
}

test("a ticket of a call has its customer, its queue, and the agent as owner", async () => {
  const made = aTicket({ name: "tickets/t7" });
  const door = new FakeDoor({ createTicket: () => ok(made) });
  const { form, session } = show(CALL, door, { pops: [aPop({ state: "connected" })] });

  expect(form.text).toContain("From this call Wang Xiaoming");
  type("Subject", "Delivery late");
  form.press("Create ticket");
  await settled();

  expect(door.of("createTicket")[0]?.draft).toMatchObject({
    subject: "Delivery late",
    interaction: "calls/c1",
    customer: "customers/w",
    queue: "queues/sales",
    owner: "agents/ana",
    complaint: null,
  });
  expect(door.answered).toEqual([made]);
  expect(session.state.aside).toEqual({ kind: "ticket", ticket: "tickets/t7" });
});

test("a complaint asks for what a complaint has", async () => {
  const door = new FakeDoor({ createTicket: () => ok(aTicket({})) });
  const { form } = show(HAND, door);

  type("Subject", "Rude");
  type("Type", "complaint");
  type("Severity", "3");
  type("Compensation", "12.50");
  form.press("Create ticket");
  expect(form.text).toContain("A compensation needs a currency");
  type("Currency", "eur");
  form.press("Create ticket");
  await settled();

  expect(door.of("createTicket")[0]?.draft.complaint).toMatchObject({
    severity: 3,
    compensationMinorUnits: 1_250,
    currencyCode: "EUR",
  });
});

test("nothing is created without a subject, and nothing twice", async () => {
  const door = new FakeDoor({ createTicket: () => refused("", 4) });
  const { form } = show(HAND, door);

  form.press("Create ticket");
  expect(form.text).toContain("A subject is needed");
  type("Subject", "Once");
  form.press("Create ticket");
  await settled();
  form.press("Create ticket");
  await settled();

  const ids = door.of("createTicket").map(({ requestId }) => requestId);
  expect(ids).toHaveLength(2);
  expect(new Set(ids).size).toBe(1);
});

// The desk with its column, and the form of the call in focus or by hand.
async function onDesk(change: Partial<DeskState> = {}, ask?: unknown) {
  const session = new FakeSession(aDesk(change), ask as FakeSession["ask"]);
  const panel = new Mounted(session, (where) => mount(FocusPanel, where));
  const column = new Mounted(session, (where) => mount(Unsent, where));
  session.act({ act: "newTicket" });
  await form(panel);
  return { session, panel, column };
}

const form = (panel: Mounted) =>
  vi.waitFor(() => {
    flushSync();
    expect(panel.has("Create ticket")).toBe(true);
  });

const valueOf = (panel: Mounted, selector: string) =>
  (panel.all(selector)[0] as HTMLInputElement | undefined)?.value;

// A call that rings while the keys are elsewhere.
function ring(session: FakeSession) {
  const pop = aPop({ call: "calls/c9", offer: "calls/c9/offers/o9" });
  const update = { kind: "popOpened", pop } as const;
  session.state = apply(session.state, { kind: "update", update }, session.state.nowMs).state;
  flushSync();
}

test("a call that rings takes the place of a new ticket, and not what was typed", async () => {
  const { session, panel, column } = await onDesk();
  type("Subject", "Delivery late");
  type("What there is to say", "He called twice");
  expect(column.text).toBe("");

  ring(session);
  expect(session.state.aside).toBeNull();
  expect(column.text).toBe("Tickets not created yet Delivery late");
  column.press("Delivery late");
  await form(panel);

  expect(valueOf(panel, "form input")).toBe("Delivery late");
  expect(valueOf(panel, "form textarea")).toBe("He called twice");
  expect(column.text).toBe("");
});

test("a new ticket of the same call is gone on with, one of another call is empty", async () => {
  const pops = [
    aPop({ state: "connected" }),
    aPop({ state: "connected", call: "calls/c2", offer: "calls/c2/offers/o2" }),
  ];
  const first = { offer: "o1", call: "calls/c1" };
  const second = { offer: "o2", call: "calls/c2" };
  const { session, panel } = await onDesk({ pops, focus: first });
  type("Subject", "Of the first");
  for (const [key, subject] of [
    [second, ""],
    [first, "Of the first"],
  ] as const) {
    session.act({ act: "focus", key });
    session.act({ act: "newTicket" });
    await form(panel);
    expect(valueOf(panel, "form input")).toBe(subject);
  }
});

test("a ticket that was created, or is not to be, is kept no more", async () => {
  const made = aTicket({ name: "tickets/t7" });
  const { session, panel, column } = await onDesk({}, () => Promise.resolve(ok(made)));
  type("Subject", "Late");
  panel.press("Create ticket");
  await settled();
  expect(session.state.aside).toEqual({ kind: "ticket", ticket: "tickets/t7" });
  expect(session.state.unsent).toEqual([]);

  session.act({ act: "newTicket" });
  await form(panel);
  expect(valueOf(panel, "form input")).toBe("");
  type("Subject", "Never mind");
  panel.press("Do not create it");

  expect(session.state.aside).toBeNull();
  expect(column.text).toBe("");
});

test("an answer that comes late opens nothing over the call", async () => {
  let answer: (outcome: unknown) => void = () => undefined;
  const asked = new Promise((resolve) => (answer = resolve));
  const { session, panel } = await onDesk({}, () => asked);
  type("Subject", "Late");
  panel.press("Create ticket");
  ring(session);
  answer(ok(aTicket({})));
  await settled();

  expect(session.state.aside).toBeNull();
  expect(session.state.unsent).toEqual([]);
});

test("the list asks for the agent's own first, for others when they are chosen", async () => {
  const door = new FakeDoor({
    listTickets: () => ok({ tickets: [aTicket({})], nextPageToken: "" }),
  });
  const props = { door, onClose: () => undefined };
  const list = new Mounted(new FakeSession(aDesk({})), (where) =>
    mount(TicketFinder, { ...where, props }),
  );
  await settled();
  expect(list.text).toContain("#12 Delivery late");
  expect(door.of("listTickets")[0]?.filter).toMatchObject({
    owner: "agents/ana",
    states: ["new", "open", "pending"],
  });

  type("Whose", "nobody");
  await settled();

  expect(door.of("listTickets")[1]?.filter.owner).toBe("agents/-");
});

test("a view that is chosen says what is listed, in the place of the fields", async () => {
  const filter = { ...EVERY_TICKET, tag: "vip" };
  const view = aView({ displayName: "For VIPs", filter, order: "priority" });
  const door = new FakeDoor({
    listTickets: () => ok({ tickets: [], nextPageToken: "" }),
    listTicketViews: () => ok([view]),
  });
  const props = { door, onClose: () => undefined };
  const list = new Mounted(new FakeSession(aDesk({})), (where) =>
    mount(TicketFinder, { ...where, props }),
  );
  await settled();
  type("View", view.name);
  await settled();

  expect(door.of("listTickets")[1]).toMatchObject({ filter, order: "priority" });
  expect(list.text).not.toContain("Whose");
});
