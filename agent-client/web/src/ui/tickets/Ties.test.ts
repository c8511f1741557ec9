// @vitest-environment happy-dom
import { mount } from "svelte";
import { afterEach, expect, test } from "vitest";
import { aDesk } from "../../domain/desk/fixtures";
import { aTicket } from "../../domain/tickets/fixtures";
import type { TicketDetails } from "../../domain/tickets/ticket";
import { FakeSession } from "../desk/fakeSession.svelte";
import { Mounted } from "../desk/mounted";
import { FakeDoor, ok, refused, settled, type } from "./fakeDoor";
import TicketDetail from "./TicketDetail.svelte";

afterEach(() => Mounted.closeAll());

const DAY = 24 * 3_600_000;
const OPEN = aTicket({ owner: "agents/ana" });
const RESOLVED = aTicket({ ...OPEN, state: "resolved" });
const ALL = /^(Watch it|Rate satisfaction|Link|Merge|Attach)$/;

async function show(ticket: TicketDetails, after = ticket, change: Partial<FakeDoor> = {}) {
  const door = new FakeDoor({ getTicket: () => ok(ticket), changeTicket: () => ok(after) });
  Object.assign(door, change);
  const props = { name: ticket.name, door, onClose: () => undefined };
  const detail = new Mounted(new FakeSession(aDesk({})), (where) =>
    mount(TicketDetail, { ...where, props }),
  );
  await settled();
  const changes = () => door.of("changeTicket").map((asked) => asked.change);
  const offered = () =>
    detail
      .all("button")
      .map((one) => one.textContent?.trim() ?? "")
      .filter((text) => ALL.test(text));
  return { detail, door, changes, offered };
}

async function refusedAs(reason: string, button: string) {
  const door = new FakeDoor({ getTicket: () => ok(OPEN), changeTicket: () => refused(reason) });
  const props = { name: OPEN.name, door, onClose: () => undefined };
  const detail = new Mounted(new FakeSession(aDesk({})), (where) =>
    mount(TicketDetail, { ...where, props }),
  );
  await settled();
  detail.press("Link");
  type("Number of the other ticket", "14");
  detail.press(button);
  await settled();
  return detail.text;
}

test("a ticket is watched, and no more", async () => {
  const watched = aTicket({ ...OPEN, watchers: ["leo", "ana"] });
  const { detail, changes } = await show(OPEN, watched);

  detail.press("Watch it");
  await settled();
  expect(changes()).toEqual([{ kind: "watch", stop: false }]);
  expect(detail.has("Watch it")).toBe(false);
  detail.press("Stop watching it");
  await settled();

  expect(changes()[1]).toEqual({ kind: "watch", stop: true });
});

test("how content the customer was is told once it is resolved", async () => {
  expect((await show(OPEN)).offered()).not.toContain("Rate satisfaction");
  await Mounted.closeAll();

  const rated = aTicket({ ...RESOLVED, satisfaction: 4 });
  const { detail, changes } = await show(RESOLVED, rated);
  detail.press("Rate satisfaction");
  await settled();
  expect(document.activeElement?.tagName).toBe("SELECT");
  detail.press("Save");
  expect(detail.text).toContain("Choose how content the customer was");
  type("How content the customer was", "4");
  detail.press("Save");
  await settled();

  expect(changes()).toEqual([{ kind: "rate", satisfaction: 4 }]);
  expect(detail.text).toContain("Satisfaction 4 of 5");
  expect(detail.has("Save")).toBe(false);
});

test.each([
  [2 * DAY, "", ["Rate satisfaction"]],
  [4 * DAY, "", []],
  [DAY, "tickets/t9", []],
])("closed %i ms ago, part of “%s”, it may have done to it: %s", async (agoMs, mergedInto, may) => {
  const closeMs = new FakeDoor({}).nowMs - agoMs;
  const { offered } = await show(aTicket({ ...OPEN, state: "closed", closeMs, mergedInto }));

  expect(offered()).toEqual(may);
});

test("it is linked with another by its number, and the link is taken off", async () => {
  const linked = aTicket({ ...OPEN, linked: ["tickets/t9"] });
  const { detail, changes } = await show(OPEN, linked);

  detail.press("Link");
  await settled();
  expect(document.activeElement?.tagName).toBe("INPUT");
  expect(detail.has("Take the link off")).toBe(false);
  detail.press("Link them");
  expect(detail.text).toContain("Type the number of a ticket");
  type("Number of the other ticket", "12");
  detail.press("Link them");
  expect(detail.text).toContain("That is this ticket itself");
  type("Number of the other ticket", "#14");
  detail.press("Link them");
  await settled();
  detail.press("Link");
  type("Number of the other ticket", "14");
  detail.press("Take the link off");
  await settled();

  const link = { kind: "link", other: "tickets/14" };
  expect(changes()).toEqual([
    { ...link, remove: false },
    { ...link, remove: true },
  ]);
});

test("it becomes part of another only when that is said twice", async () => {
  const gone = aTicket({ ...OPEN, state: "closed", mergedInto: "tickets/t9" });
  const { detail, changes } = await show(OPEN, gone);

  detail.press("Merge");
  expect(detail.find("Merge into that one").hasAttribute("disabled")).toBe(true);
  type("Number of the other ticket", "14");
  detail.press("Merge into that one");
  expect(changes()).toEqual([]);
  const sure = detail.find("Close it for good, as part of #14? Press again");
  await new Promise((resolve) => setTimeout(resolve, 600)); // A double click confirms nothing.
  sure.click();
  await settled();

  expect(changes()).toEqual([{ kind: "merge", into: "tickets/14" }]);
  expect(detail.text).toContain("Part of another ticket now");
});

test("Enter asks, as the button does, and another number is asked for anew", async () => {
  const { detail, changes } = await show(OPEN);
  const enter = async () => {
    detail.all("form")[0]?.dispatchEvent(new Event("submit", { cancelable: true }));
    await settled();
  };

  detail.press("Merge");
  await enter();
  expect(detail.text).toContain("Type the number of a ticket");
  type("Number of the other ticket", "14");
  await enter();
  expect(detail.has(/as part of #14/)).toBe(true);
  type("Number of the other ticket", "15");
  await settled();

  expect(detail.has("Merge into that one")).toBe(true);
  expect(changes()).toEqual([]);
});

test("what others have becomes part of another only where one supervises", async () => {
  const ofOther = aTicket({ ...OPEN, owner: "agents/leo" });
  expect((await show(ofOther)).offered()).toEqual(["Watch it", "Link", "Attach"]);
  await Mounted.closeAll();

  const { offered } = await show(ofOther, ofOther, { supervises: true });
  expect(offered()).toContain("Merge");
});

test("a file is attached by its name and a safe address", async () => {
  const { detail, changes } = await show(OPEN);

  detail.press("Attach");
  detail.press("Attach it");
  expect(detail.text).toContain("The file needs a name");
  type("Name of the file", " Bill.pdf ");
  type("Where it is kept", "http://files.test/1");
  detail.press("Attach it");
  expect(detail.text).toContain("An address that begins with https:// is needed");
  type("Where it is kept", "https://files.test/1");
  detail.press("Attach it");
  await settled();

  expect(changes()).toEqual([
    { kind: "attach", displayName: "Bill.pdf", uri: "https://files.test/1", isPublic: false },
  ]);
  detail.press("Attach");
  expect((detail.all("form input")[0] as HTMLInputElement).value).toBe("");
});

test.each([
  ["TICKET_NOT_FOUND", "There is no such ticket, or you may not see it"],
  ["TICKET_LINKS_FULL", "Take one off first"],
])("%s is said in plain words", async (reason, words) => {
  expect(await refusedAs(reason, "Link them")).toContain(words);
});

test("without a link nothing of it can be done", async () => {
  const { detail, offered } = await show(OPEN, OPEN, { live: false });

  for (const text of offered()) expect(detail.find(text).hasAttribute("disabled")).toBe(true);
});
