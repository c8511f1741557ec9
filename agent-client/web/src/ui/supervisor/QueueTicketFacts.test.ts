// @vitest-environment happy-dom

import { afterEach, expect, test } from "vitest";
import type { Page } from "../../domain/board/savedView";
import { firstTickets } from "../../domain/board/ticketView";
import QueueTicketFacts from "./QueueTicketFacts.svelte";
import { FakeDesk, mounted, press } from "./fakeDesk.svelte";

const tickets = {
  open: 12,
  waiting: 4,
  offered: 1,
  longestSinceMs: 1_789_999_935_000,
  pending: 7,
  warned: 3,
  breached: 2,
};

let leave: (() => Promise<void>) | undefined;
afterEach(() => leave?.());

function shown(desk: FakeDesk): FakeDesk {
  leave = mounted(QueueTicketFacts, { queue: "queues/support", tickets }, desk);
  return desk;
}

test("each figure stands with its value, and with what it means", () => {
  shown(new FakeDesk({}));

  const values = [...document.querySelectorAll("dd")].map((cell) =>
    cell.textContent.replace(/\s+/g, " ").trim(),
  );
  expect(values).toEqual(["12", "4", "1", "01:05", "7", "3", "✖ 2"]);
  expect(document.querySelectorAll("dt .formula-ask")).toHaveLength(7);
});

test("the tickets of the queue are one press away, whatever was looked for before", () => {
  const pages: Page[] = [];
  const desk = shown(Object.assign(new FakeDesk({}), { show: (page: Page) => pages.push(page) }));
  desk.filterTickets({ text: "invoice", breached: true });

  press("Show the tickets");

  expect(desk.view.tickets.filter).toEqual({ ...firstTickets.filter, queue: "queues/support" });
  expect(pages).toEqual(["tickets"]);
});

test("who may not see tickets is shown no way to them", () => {
  const desk = new FakeDesk({});
  desk.maySupervise = false;
  shown(desk);

  expect(document.querySelector("h3 button")).toBeNull();
});
