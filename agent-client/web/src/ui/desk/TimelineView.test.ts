// @vitest-environment happy-dom
import { flushSync, mount } from "svelte";
import { afterEach, expect, test } from "vitest";
import { aBrief, aDesk } from "../../domain/desk/fixtures";
import type { Timeline } from "../../domain/desk/state";
import { EMPTY_TIMELINE } from "../../domain/desk/state";
import { FakeSession } from "./fakeSession.svelte";
import { Mounted } from "./mounted";
import TimelineView from "./TimelineView.svelte";

afterEach(() => Mounted.closeAll());

const BRIEFS = [
  aBrief({ name: "interactions/1", summary: "Invoice" }),
  aBrief({ name: "interactions/2", summary: "Delivery", agentDisplayName: "Chen Li" }),
];

function show(change: Partial<Timeline>): [Mounted, FakeSession] {
  const timeline = { ...EMPTY_TIMELINE, customer: "customers/w", read: true, ...change };
  const session = new FakeSession(aDesk({ timeline }));
  const mounted = new Mounted(session, (where) => mount(TimelineView, where));
  return [mounted, session];
}

function search(part: Mounted, words: string) {
  const field = part.all("input[type=search]")[0] as HTMLInputElement;
  field.value = words;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  flushSync();
}

const rows = (part: Mounted) => part.all("[role=listitem] .summary").map((one) => one.textContent);

test("shows the contacts, and by words those that hold them", () => {
  const [part] = show({ briefs: BRIEFS });
  expect(rows(part)).toEqual(["Invoice", "Delivery"]);

  search(part, "chen");

  expect(rows(part)).toEqual(["Delivery"]);
});

test("a contact says that it belongs to tickets", () => {
  const [part] = show({ briefs: [aBrief({ summary: "Invoice", tickets: ["tickets/late"] })] });

  expect(part.text).toContain("1 ticket");
});

test("says when nothing holds the words", () => {
  const [part] = show({ briefs: BRIEFS });

  search(part, "refund");

  expect(rows(part)).toEqual([]);
  expect(part.text).toContain("Nothing with these words");
});

test("reads older contacts while few hold the words", () => {
  const [part, session] = show({ briefs: BRIEFS, nextPageToken: "next" });

  search(part, "refund");

  expect(session.requests).toEqual([
    { method: "GetTimeline", customer: "customers/w", channel: "unknown", pageToken: "next" },
  ]);
});

test("many contacts are not read by themselves: the agent asks for older ones", () => {
  const briefs = Array.from({ length: 400 }, (_, at) => aBrief({ name: `interactions/${at}` }));
  const [part, session] = show({ briefs, nextPageToken: "next" });

  search(part, "refund");
  expect(session.requests).toEqual([]);
  expect(part.text).toContain("400 contacts searched");
  part.press("Search older ones");

  expect(session.requests).toHaveLength(1);
});

test("a timeline that cannot be read says so alone, and is asked for again", () => {
  const [part, session] = show({ failed: true, read: false });

  expect(part.text).toContain("Timeline not available");
  part.press("Retry");

  expect(session.requests).toHaveLength(1);
});
