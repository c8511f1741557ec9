// @vitest-environment happy-dom
import { flushSync, mount } from "svelte";
import { afterEach, expect, test } from "vitest";
import { aCaller, aDesk, aPop } from "../../domain/desk/fixtures";
import type { DeskState } from "../../domain/desk/state";
import Banner from "./Banner.svelte";
import { FakeSession } from "./fakeSession.svelte";
import { Mounted } from "./mounted";

afterEach(() => Mounted.closeAll());

function show(change: Partial<DeskState>): [Mounted, FakeSession] {
  const session = new FakeSession(aDesk(change));
  const mounted = new Mounted(session, (where) => mount(Banner, where));
  return [mounted, session];
}

const LINK = aDesk({}).link;
const RINGS = [aPop({ caller: aCaller({ displayName: "Anna Berg" }) })];

test("says nothing while all is well", () => {
  expect(show({})[0].text).toBe("");
});

test("a ring beside what is typed is told here, opened and silenced here", () => {
  const [banner, session] = show({ pops: RINGS, typing: "note" });

  expect(banner.text).toContain("Anna Berg rings Sales");
  banner.press(/^Stop ring/);
  expect(session.state.silenced).toEqual(["o1"]);
  expect(banner.has(/^Stop ring/)).toBe(false);
  banner.press(/^Open/);

  expect(session.state.focus).toEqual({ offer: "o1", call: "calls/c1" });
  expect(banner.text).toBe("");
});

test("a ring behind a ticket is told until it is opened, also when the typing ends", () => {
  const [banner, session] = show({
    pops: RINGS,
    typing: "field",
    aside: { kind: "ticket", ticket: "tickets/t1" },
  });

  session.act({ act: "leaveField" });
  flushSync();
  expect(banner.text).toContain("Anna Berg rings Sales");
  banner.press(/^Open/);

  expect(session.state.aside).toBeNull();
  expect(session.state.focus).toEqual({ offer: "o1", call: "calls/c1" });
  expect(banner.text).toBe("");
});

test("the key that it names works where somebody types", () => {
  const [banner] = show({ pops: RINGS, typing: "note" });

  expect(banner.find(/^Open/).textContent).toContain("Alt ⇧ O");
  expect(banner.find(/^Open/).getAttribute("aria-keyshortcuts")).toBe("O Alt+Shift+O");
});

test("after five seconds without a message it says so, after ten that calls still come", () => {
  expect(show({ nowMs: 5_001 })[0].text).toContain("Reconnecting.");
  expect(show({ nowMs: 10_001 })[0].text).toMatch(/Not live since .* Calls still reach your phone/);
});

test("Retry goes back at once", () => {
  const [banner, session] = show({ nowMs: 10_001 });

  banner.press("Retry");

  expect(session.acts).toEqual([{ act: "reconnect" }]);
});

test("what was missed meanwhile is told when it is live again, unless it rings", () => {
  const link = { ...LINK, backMs: 0, missedWhileAway: 1 };

  expect(show({ link })[0].text).toBe("Live again. While away: 1 missed call");
  expect(show({ link, pops: RINGS, typing: "note" })[0].text).toContain("Anna Berg rings");
});

test("a desk that was opened elsewhere says so, and can be taken back", () => {
  const [banner, session] = show({ link: { ...LINK, stream: "replaced" } });

  banner.press("Use it here");

  expect(banner.text).toContain("opened elsewhere");
  expect(session.acts).toEqual([{ act: "reconnect" }]);
});

test("a new version is loaded by hand only when nothing is lost by it", () => {
  const busy = {
    newVersion: true,
    pops: [aPop({ state: "connected" as const })],
    focus: { offer: "o1", call: "calls/c1" },
  };

  expect(show({ newVersion: true })[0].find("Reload").hasAttribute("disabled")).toBe(false);
  expect(show(busy)[0].find("Reload").hasAttribute("disabled")).toBe(true);
});
