// @vitest-environment happy-dom
import { mount } from "svelte";
import { afterEach, expect, test } from "vitest";
import { aDesk, aPop } from "../../domain/desk/fixtures";
import type { DeskState } from "../../domain/desk/state";
import { aTicket, aView } from "../../domain/tickets/fixtures";
import { EVERY_TICKET } from "../../domain/tickets/ticket";
import { FakeDoor, ok, refused, settled, type } from "../tickets/fakeDoor";
import { FakeSession } from "./fakeSession.svelte";
import { Mounted } from "./mounted";
import NewTicket from "./NewTicket.svelte";
import TicketFinder from "./TicketFinder.svelte";

afterEach(() => Mounted.closeAll());

const CALL = {
  kind: "newTicket",
  call: "calls/c1",
  customer: "customers/w",
  customerDisplayName: "Wang Xiaoming",
} as const;
const HAND = { kind: "newTicket", call: "", customer: "", customerDisplayName: "" } as const;

function show(from: typeof CALL | typeof HAND, door: FakeDoor, change: Partial<DeskState> = {}) {
  const session = new FakeSession(aDesk(change));
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
