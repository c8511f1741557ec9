// @vitest-environment happy-dom
import { mount } from "svelte";
import { afterEach, expect, test } from "vitest";
import { aDesk } from "../../domain/desk/fixtures";
import { aClock, aTicket, anEntry } from "../../domain/tickets/fixtures";
import type { TicketDetails } from "../../domain/tickets/ticket";
import { FakeSession } from "../desk/fakeSession.svelte";
import { Mounted } from "../desk/mounted";
import { FakeDoor, ok, refused, settled, type } from "./fakeDoor";
import TicketDetail from "./TicketDetail.svelte";

afterEach(() => Mounted.closeAll());

const HOUR = 3_600_000;
const OPEN = aTicket({ owner: "agents/ana", ownerDisplayName: "Ana Vidal" });

async function show(ticket: TicketDetails, door = new FakeDoor({ getTicket: () => ok(ticket) })) {
  const props = { name: ticket.name, door, onClose: () => undefined };
  const detail = new Mounted(new FakeSession(aDesk({})), (where) =>
    mount(TicketDetail, { ...where, props }),
  );
  await settled();
  return { detail, door };
}

test("a ticket is shown with its clocks in words", async () => {
  const door = new FakeDoor({});
  const clocks = [
    aClock({ kind: "firstResponse", state: "breached", dueMs: door.nowMs - HOUR }),
    aClock({ dueMs: door.nowMs + 2 * HOUR }),
  ];
  const { detail } = await show(aTicket({ ...OPEN, clocks, priority: "high" }));

  expect(detail.text).toContain("#12 Delivery late");
  expect(detail.text).toMatch(/First answer: breached 1 hr? ago/);
  expect(detail.text).toMatch(/Resolution: due in 2 hrs?/);
  expect(detail.text).toContain("Priority High");
  expect(detail.text).toContain("Owner Ana Vidal");
});

test("the history says who did what, and who may read the words", async () => {
  const entries = [
    anEntry({ number: 2, kind: "commented", text: "Sent today.", isPublic: true }),
    anEntry({ number: 1, kind: "stateChanged", before: "new", after: "open" }),
  ];
  const door = new FakeDoor({
    getTicket: () => ok(OPEN),
    listTicketEntries: () => ok({ entries, nextPageToken: "" }),
  });
  const { detail } = await show(OPEN, door);

  expect(detail.text).toMatch(/Ana Vidal commented Public .*Sent today\./);
  expect(detail.text).toContain("New → Open");
});

test("a comment goes with who may read it, and leaves the field empty", async () => {
  const door = new FakeDoor({ getTicket: () => ok(OPEN), changeTicket: () => ok(OPEN) });
  const { detail } = await show(OPEN, door);

  type("Comment", " on its way ");
  detail.choose(0);
  detail.press("Send comment");
  await settled();

  expect(door.of("changeTicket")[0]?.change).toEqual({
    kind: "comment",
    text: "on its way",
    isPublic: true,
    byCustomer: false,
  });
  expect(detail.all("textarea").map((one) => (one as HTMLTextAreaElement).value)).toEqual([""]);
});

test("what was typed and not sent is there when the ticket is opened again", async () => {
  await show(OPEN);
  type("Comment", "half a sentence");
  await Mounted.closeAll();

  const { detail } = await show(OPEN);

  expect((detail.all("textarea")[0] as HTMLTextAreaElement).value).toBe("half a sentence");
  type("Comment", "");
});

test.each([
  ["queues/sales", false],
  ["", true],
])("of a ticket in the queue “%s” no queue may be chosen: %s", async (queue, may) => {
  const { detail } = await show(aTicket({ ...OPEN, queue }));

  detail.press("Details");

  const options = detail.all("option").map((one) => one.textContent);
  expect(options).toContain("Sales");
  expect(options.includes("No queue")).toBe(may);
});

test("who opens a form writes in it, also in the one that takes its place", async () => {
  const { detail } = await show(OPEN, new FakeDoor({ getTicket: () => ok(OPEN) }));

  detail.press("Resolve");
  await settled();
  expect(document.activeElement?.tagName).toBe("TEXTAREA");
  detail.press("Set pending");
  await settled();
  expect(document.activeElement?.getAttribute("type")).toBe("datetime-local");
});

test("it is resolved only with words on how", async () => {
  const resolved = aTicket({ ...OPEN, state: "resolved" });
  const door = new FakeDoor({ getTicket: () => ok(OPEN), changeTicket: () => ok(resolved) });
  const { detail } = await show(OPEN, door);

  detail.press("Resolve");
  const submit = () => detail.all("form button")[0]?.click();
  submit();
  await settled();
  expect(door.of("changeTicket")).toEqual([]);
  expect(detail.text).toContain("Say how it was resolved");

  type("How it was resolved", "Sent again.");
  submit();
  await settled();

  expect(door.of("changeTicket")[0]?.change).toMatchObject({
    kind: "state",
    state: "resolved",
    comment: "Sent again.",
  });
  expect(detail.has("Open again")).toBe(true);
  expect(door.answered).toEqual([resolved]);
});

test("a repeated attempt after no answer has the same request", async () => {
  const door = new FakeDoor({ getTicket: () => ok(OPEN), changeTicket: () => refused("", 4) });
  const { detail } = await show(OPEN, door);

  type("Comment", "once");
  detail.press("Send comment");
  await settled();
  detail.press("Send comment");
  await settled();

  const ids = door.of("changeTicket").map(({ requestId }) => requestId);
  expect(detail.text).toContain("it may or may not be done");
  expect(ids).toHaveLength(2);
  expect(ids[0]).toBe(ids[1]);
  type("Comment", "");
});

test("what somebody else changed meanwhile is read anew and said", async () => {
  const newer = aTicket({ ...OPEN, subject: "Delivery lost", etag: "e2" });
  let now = OPEN;
  const door = new FakeDoor({
    getTicket: () => ok(now),
    changeTicket: () => refused("ETAG_MISMATCH", 10),
  });
  const { detail } = await show(OPEN, door);

  now = newer;
  detail.press("Give back to the queue");
  await settled();

  expect(detail.text).toContain("It was changed meanwhile");
  expect(detail.text).toContain("Delivery lost");
});

test("the fields that were typed stay, the others follow what somebody else changed", async () => {
  let now = OPEN;
  const door = new FakeDoor({
    getTicket: () => ok(now),
    changeTicket: ({ change }) =>
      "etag" in change && change.etag === "e2" ? ok(now) : refused("ETAG_MISMATCH", 10),
  });
  const { detail } = await show(OPEN, door);
  detail.press("Details");
  type("Subject", "Delivery lost");

  now = aTicket({ ...OPEN, priority: "urgent", etag: "e2" });
  detail.press("Save");
  await settled();
  detail.press("Save");
  await settled();

  expect(door.of("changeTicket")[1]?.change).toEqual({
    kind: "fields",
    fields: { subject: "Delivery lost" },
    etag: "e2",
  });
});

test("who has it not may take it, who has it may give it back", async () => {
  const { detail } = await show(aTicket({ owner: "" }));
  expect(detail.has("Take it")).toBe(true);
  expect(detail.has("Give back to the queue")).toBe(false);
  await Mounted.closeAll();

  const own = await show(OPEN);
  expect(own.detail.has("Take it")).toBe(false);
  expect(own.detail.has("Give back to the queue")).toBe(true);
});

test("without a link nothing can be done to it", async () => {
  const door = new FakeDoor({ getTicket: () => ok(OPEN) });
  door.live = false;
  const { detail } = await show(OPEN, door);

  expect(detail.find("Resolve").hasAttribute("disabled")).toBe(true);
  expect(detail.find("Send comment").hasAttribute("disabled")).toBe(true);
});

test("only what was changed is saved", async () => {
  const door = new FakeDoor({ getTicket: () => ok(OPEN), changeTicket: () => ok(OPEN) });
  const { detail } = await show(OPEN, door);

  detail.press("Details");
  type("Priority", "urgent");
  detail.press("Save");
  await settled();

  expect(door.of("changeTicket")[0]?.change).toEqual({
    kind: "fields",
    fields: { priority: "urgent" },
    etag: "e1",
  });
});

test("a ticket that cannot be read says so, and can be asked for again", async () => {
  const door = new FakeDoor({ getTicket: () => refused("TICKET_NOT_FOUND", 5) });
  const { detail } = await show(OPEN, door);

  detail.press("Retry");
  await settled();

  expect(detail.text).toContain("The ticket is not available");
  expect(door.of("getTicket")).toHaveLength(2);
});
