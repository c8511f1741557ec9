import { expect, test } from "vitest";
import { EVERY_TICKET } from "../tickets/ticket";
import { firstView, formatView, parseView } from "./savedView";
import { firstTickets } from "./ticketView";
import type { TicketView } from "./ticketView";

const view = (tickets: Partial<TicketView>) => ({
  ...firstView,
  page: "tickets" as const,
  tickets: { ...firstTickets, ...tickets },
});

test("the first view of tickets is the shortest address", () => {
  expect(formatView(view({}))).toBe("?page=tickets");
  expect(parseView("?page=tickets").tickets).toEqual(firstTickets);
});

test.each<[string, Partial<TicketView>]>([
  [
    "all that can be chosen",
    {
      filter: {
        ...EVERY_TICKET,
        text: "late 货",
        states: ["pending", "resolved"],
        types: ["complaint"],
        priorityMin: "high",
        queue: "queues/sales",
        owner: "agents/-",
        breached: true,
        dueWithinMs: 4 * 3_600_000,
      },
      order: "updated",
      shown: "tickets/abc-1",
    },
  ],
  [
    "what a saved view may ask for besides",
    {
      filter: {
        ...EVERY_TICKET,
        text: "x".repeat(200),
        types: ["question", "task"],
        customer: "customers/ab12",
        dueWithinMs: 90_000,
        tag: "vip",
        watched: true,
        startMs: Date.UTC(2026, 10, 16),
        endMs: Date.UTC(2026, 10, 17, 8, 30),
      },
    },
  ],
  ["every state", { filter: EVERY_TICKET }],
])("%s is read back as it was written", (_, tickets) => {
  expect(parseView(formatView(view(tickets)))).toEqual(view(tickets));
});

test.each([
  "tsort=constructor",
  "tqueue=agents/ana",
  "towner=agents/../x",
  "tdue=1.5",
  "tdue=9999",
  "tcustomer=agents/ana",
  "tfrom=yesterday",
  "tto=2026-99-99T00:00:00Z",
  "tbreached=yes",
  "ttype=__proto__",
  "ticket=tickets/../../etc",
])("what does not fit in %s is left out", (query) => {
  expect(parseView(`?page=tickets&${query}`).tickets).toEqual(firstTickets);
});
