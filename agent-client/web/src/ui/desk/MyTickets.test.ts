// @vitest-environment happy-dom
import { mount } from "svelte";
import { afterEach, expect, test } from "vitest";
import { aDesk, aNotice } from "../../domain/desk/fixtures";
import type { DeskState } from "../../domain/desk/state";
import { aClock, aTicket } from "../../domain/tickets/fixtures";
import { FakeSession } from "./fakeSession.svelte";
import { Mounted } from "./mounted";
import MyTickets from "./MyTickets.svelte";
import Notices from "./Notices.svelte";

afterEach(() => Mounted.closeAll());

function show(part: typeof MyTickets, change: Partial<DeskState>): [Mounted, FakeSession] {
  const session = new FakeSession(aDesk(change));
  const column = new Mounted(session, (where) => mount(part, where));
  return [column, session];
}

test("a breach is a word, not a colour alone, and is counted", () => {
  const late = aTicket({ clocks: [aClock({ dueMs: 0 })] });
  const [column] = show(MyTickets, { tickets: [late], nowMs: 300_000, link: aDesk({}).link });

  expect(column.text).toContain("1 breached");
  expect(column.text).toMatch(/breached 5 min ago/);
});

test("when a ticket is due stands beside it", () => {
  const due = aTicket({ clocks: [aClock({ dueMs: 7_200_000 })] });

  expect(show(MyTickets, { tickets: [due] })[0].text).toMatch(/due in 2 hrs?/);
});

test("a press opens a ticket, a new one, or the list of all", () => {
  const [column, session] = show(MyTickets, { tickets: [aTicket({})] });

  column.press(/^#12/);
  expect(session.state.aside).toEqual({ kind: "ticket", ticket: "tickets/t1" });
  column.press("Find tickets");
  expect(session.state.aside).toEqual({ kind: "tickets" });
  column.press("New ticket");

  expect(session.state.aside?.kind).toBe("newTicket");
});

test("a notice is opened, or marked as seen", () => {
  const [column, session] = show(Notices, { notices: [aNotice({ kind: "reopened" })] });

  expect(column.text).toContain("The customer got in touch");
  column.press("Seen");
  column.press(/Delivery late/);

  expect(session.requests[0]).toEqual({
    method: "AcknowledgeNotices",
    names: ["workNotices/n1"],
  });
  expect(session.state.aside).toEqual({ kind: "ticket", ticket: "tickets/t1" });
});

test("without notices there is no list of them", () => {
  expect(show(Notices, {})[0].text).toBe("");
});
