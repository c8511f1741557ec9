// @vitest-environment happy-dom

import { create } from "@bufbuild/protobuf";
import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { AlertSchema, Alert_State, TicketAlert_Cause } from "$proto/alert_pb";
import type { Alert } from "$proto/alert_pb";
import AlertsPage from "./AlertsPage.svelte";
import { FakeDesk, mounted, settled } from "./fakeDesk.svelte";

const WEEK_MS = 7 * 86_400_000;
const listAlerts = vi.fn();
let desk: FakeDesk;
let leave: () => Promise<void>;

const alert = (name: string, state: Alert_State) =>
  create(AlertSchema, { name, queueDisplayName: name, state });
const raised = (name: string) => new Map([[name, alert(name, Alert_State.RAISED)]]);
const past = (...names: string[]) => ({
  alerts: names.map((name) => alert(name, Alert_State.CLEARED)),
});
const shownPast = () =>
  [...document.querySelectorAll(".past tbody th")].map((one) => one.textContent.trim());

beforeEach(() => {
  listAlerts.mockReset().mockResolvedValue(past());
  desk = new FakeDesk({ supervision: { listAlerts } });
  leave = mounted(AlertsPage, {}, desk);
});
afterEach(() => leave());

test("an alert raised in the moment when another is cleared loads the list anew", async () => {
  desk.show({ alerts: raised("Sales") });
  listAlerts.mockResolvedValue(past("Sales"));
  desk.show({ alerts: raised("Shop") });
  await settled();

  expect(listAlerts).toHaveBeenCalledTimes(3);
  expect(shownPast()).toEqual(["Sales"]);
});

test("an alert about a ticket says which and why", async () => {
  const complaint = create(AlertSchema, {
    name: "alerts/1",
    state: Alert_State.RAISED,
    ticket: { ticket: "tickets/ab12", number: 12n, cause: TicketAlert_Cause.COMPLAINT },
  });
  desk.show({ alerts: new Map([[complaint.name, complaint]]) });
  await settled();

  const row = document.querySelector(".live-figures tbody tr")?.textContent;
  expect(row).toContain("Complaint of a valued customer");
  expect(row).toContain("Ticket #12");
});

test("an older list that is answered late does not replace a newer one", async () => {
  let answerLate: (answer: { alerts: Alert[] }) => void = () => undefined;
  listAlerts.mockReturnValueOnce(new Promise((resolve) => (answerLate = resolve)));
  desk.show({ alerts: raised("Sales") });
  listAlerts.mockResolvedValue(past("Sales"));
  desk.show({ alerts: new Map() });
  await settled();

  answerLate(past());
  await settled();

  expect(shownPast()).toEqual(["Sales"]);
});

test("the week is that of the server, and a second that passes asks for nothing", async () => {
  desk.live.serverSecondMs += 1_000;
  await settled();

  expect(listAlerts).toHaveBeenCalledOnce();
  expect(listAlerts.mock.calls[0]?.[0]).toMatchObject({
    startTime: timestampFromMs(1_790_000_000_000 - WEEK_MS),
  });
});
