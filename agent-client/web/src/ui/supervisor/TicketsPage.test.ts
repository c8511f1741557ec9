// @vitest-environment happy-dom

import { create } from "@bufbuild/protobuf";
import { flushSync } from "svelte";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { BoardAgentSchema } from "$proto/board_pb";
import { aClock, aTicket, aView } from "../../domain/tickets/fixtures";
import { EVERY_TICKET } from "../../domain/tickets/ticket";
import type { Ticket } from "../../domain/tickets/ticket";
import type { KeptView } from "../../domain/tickets/views";
import { FakeDoor, ok, refused } from "../tickets/fakeDoor";
import { FakeDesk, button, mounted, press, settled } from "./fakeDesk.svelte";
import { ticketCells } from "./ticketCells";
import TicketBreaches from "./TicketBreaches.svelte";
import TicketsPage from "./TicketsPage.svelte";

const NOW = 1_790_000_000_000;
const LATE = aTicket({ clocks: [aClock({ dueMs: NOW - 3_600_000 })] });
const OTHER = aTicket({ name: "tickets/t2", number: 13, subject: "Invoice", priority: "high" });

const server = vi.hoisted(() => ({ ask: vi.fn() }));
vi.mock("./tickets", () => ({ ticketsOf: () => server.ask }));

let tickets: readonly Ticket[];
let views: readonly KeptView[];
let door: FakeDoor;
let desk: FakeDesk;
let leave: () => Promise<void>;

const ben = create(BoardAgentSchema, { agent: "agents/ben", displayName: "Ben Vidal" });
const text = () => (document.body.textContent ?? "").replace(/\s+/g, " ");
const row = (subject: string) =>
  [...document.querySelectorAll("tbody tr")].find((one) => one.textContent?.includes(subject));

function choose(label: string, value: string): void {
  const box = [...document.querySelectorAll("select")].find((one) =>
    (one.getAttribute("aria-label") ?? one.closest("label")?.textContent)?.includes(label),
  );
  if (box === undefined) throw new Error(`no choice ${label} in: ${text()}`);
  box.value = value;
  box.dispatchEvent(new Event("change", { bubbles: true }));
  flushSync();
}

function tick(subject: string): void {
  row(subject)?.querySelector("input")?.click();
  flushSync();
}

beforeEach(async () => {
  tickets = [LATE, OTHER];
  views = [];
  door = new FakeDoor({
    listTicketViews: () => ok(views),
    saveTicketView: () => ok(aView({})),
    listTickets: () => ok({ tickets, nextPageToken: "" }),
    getTicket: () => ok(LATE),
    changeTicket: ({ ticket }) =>
      ticket === LATE.name ? ok({ ...LATE, owner: "agents/ben" }) : refused("ETAG_MISMATCH", 10),
  });
  server.ask.mockImplementation(door.ask);
  desk = new FakeDesk({});
  desk.show({ agents: new Map([[ben.agent, ben]]) });
  leave = mounted(TicketsPage, {}, desk);
  await settled();
});
afterEach(() => leave());

test("what is not done is asked for, what is due first first", () => {
  expect(door.of("listTickets")).toHaveLength(1);
  expect(door.of("listTickets")[0]).toMatchObject({
    filter: { states: ["new", "open", "pending"] },
    order: "due",
  });
});

test("a breach is loud: above the table, and in the row in words", () => {
  expect(document.querySelector(".breaches")?.textContent).toContain("1 ticket is breached");
  expect(row("Delivery late")?.textContent).toMatch(/breached 1 hr? ago/);
  expect(row("Invoice")?.textContent).not.toContain("breached");
});

test("a filter is in the address and asks anew", async () => {
  choose("Owner", "agents/-");
  await settled();

  expect(desk.view.tickets.filter.owner).toBe("agents/-");
  expect(door.of("listTickets")[1]?.filter.owner).toBe("agents/-");
});

test("a further page is of the same question, however late it is asked for", async () => {
  server.ask.mockResolvedValueOnce(ok({ tickets: [LATE], nextPageToken: "more" }));
  desk.filterTickets({ dueWithinMs: 3_600_000 });
  await settled();
  desk.live.serverSecondMs = NOW + 60_000;
  tickets = [OTHER];
  press("Show more");
  await settled();

  const [further] = door.of("listTickets").slice(-1);
  expect(further).toMatchObject({ pageToken: "more", nowMs: NOW });
  expect(row("Delivery late")).toBeDefined();
  expect(row("Invoice")).toBeDefined();
});

test("the details of a ticket are in the address, and ask for no other list", async () => {
  press("Delivery late");
  await settled();

  expect(desk.view.tickets.shown).toBe("tickets/t1");
  expect(text()).toContain("#12 Delivery late");
  expect(door.of("listTickets")).toHaveLength(1);
});

test("many are changed after a preview, and each says what became of it", async () => {
  tick("Delivery late");
  tick("Invoice");
  press("Change the chosen");
  choose("To", "agents/ben");
  press("Preview");

  expect(text()).toContain("#12: Nobody: the queue offers it → Ben Vidal");
  expect(door.of("changeTicket")).toEqual([]);
  press("Change 2 tickets");
  await settled();

  expect(text()).toContain("1 ticket changed");
  expect(text()).toContain("#12: changed");
  expect(text()).toContain("#13: not changed, It was changed meanwhile.");
});

test("no ticket can be taken out of every queue", () => {
  tick("Invoice");
  press("Change the chosen");
  choose("What to change", "queue");

  expect(text()).not.toContain("No queue");
  expect(button("Preview").disabled).toBe(true); // There is no other queue.
});

test("without a link nothing is changed", async () => {
  tick("Invoice");
  desk.live.mayAct = false;
  await settled();

  expect(button("Change the chosen").disabled).toBe(true);
});

test("an older list that is answered late does not replace a newer one", async () => {
  vi.useFakeTimers();
  let answerLate: (answer: unknown) => void = () => undefined;
  server.ask.mockReturnValueOnce(new Promise((resolve) => (answerLate = resolve)));
  desk.filterTickets({ breached: true });
  tickets = [OTHER];
  desk.filterTickets({ breached: false });
  await vi.advanceTimersByTimeAsync(1_000);

  answerLate(ok({ tickets: [LATE], nextPageToken: "" }));
  await vi.advanceTimersByTimeAsync(0);
  flushSync();
  vi.useRealTimers();

  expect(row("Delivery late")).toBeUndefined();
  expect(row("Invoice")).toBeDefined();
});

test("choices that come fast ask once a second, and the last one counts", async () => {
  vi.useFakeTimers();
  for (let hours = 1; hours <= 20; hours += 1) {
    desk.filterTickets({ dueWithinMs: hours * 3_600_000 });
    await vi.advanceTimersByTimeAsync(10);
  }
  expect(door.of("listTickets")).toHaveLength(2); // With the one that the page begins with.

  await vi.advanceTimersByTimeAsync(2_000);
  vi.useRealTimers();

  const asked = door.of("listTickets");
  expect(asked).toHaveLength(3);
  expect(asked[2]?.filter.dueWithinMs).toBe(20 * 3_600_000);
});

test("a view that is chosen is the address, and its filter can be left out", async () => {
  await leave();
  const filter = { ...EVERY_TICKET, tag: "vip", types: ["question", "task"] } as const;
  views = [aView({ displayName: "For VIPs", filter, order: "priority" })];
  leave = mounted(TicketsPage, {}, desk);
  await settled();
  choose("View", "savedViews/v1");
  await settled();

  expect(desk.view.tickets).toMatchObject({ filter, order: "priority" });
  expect(door.of("listTickets").slice(-1)[0]?.filter).toEqual(filter);
  document.querySelector<HTMLElement>('[aria-label="Leave out: Tag: vip"]')?.click();
  flushSync();

  expect(desk.view.tickets.filter.tag).toBe("");
  expect(text()).toContain("For VIPs (changed)");
});

test("views of tickets that this browser kept go to the server, once", async () => {
  await leave();
  const others = JSON.stringify([["Night", "?state=ready"]]);
  localStorage.setItem(
    "jackfield.supervisor.views",
    JSON.stringify([
      ["Night", "?state=ready"],
      ["Late", "?page=tickets&tbreached=1"],
    ]),
  );
  leave = mounted(TicketsPage, {}, desk);
  await settled();

  expect(door.of("saveTicketView").map(({ draft }) => draft)).toEqual([
    {
      name: "",
      etag: "",
      displayName: "Late",
      shared: false,
      filter: { ...EVERY_TICKET, states: ["new", "open", "pending"], breached: true },
      order: "due",
    },
  ]);
  expect(localStorage.getItem("jackfield.supervisor.views")).toBe(others);
  localStorage.clear();
});

test("the file has what is shown, with times that programs read", () => {
  const [head, first, second] = ticketCells([LATE, OTHER], NOW);

  expect(head?.slice(0, 3)).toEqual(["No.", "Subject", "State"]);
  expect(first?.[0]).toBe(12);
  expect(first?.[8]).toMatch(/^breached 1 hr? ago$/);
  expect(first?.[9]).toBe(new Date(NOW - 3_600_000).toISOString());
  expect(second?.[9]).toBe("");
});

test("further breaches are counted on every page, and told when they are news", async () => {
  vi.useFakeTimers();
  tickets = [LATE];
  const stop = mounted(TicketBreaches, {}, desk);
  await vi.advanceTimersByTimeAsync(0);
  expect(desk.breachedTickets).toBe(1);
  expect(desk.told).toEqual([]);

  tickets = [LATE, OTHER];
  await vi.advanceTimersByTimeAsync(30_000);

  expect(desk.breachedTickets).toBe(2);
  expect(desk.told).toEqual(["2 tickets are breached"]);
  await stop();
  vi.useRealTimers();
});
