// @vitest-environment happy-dom
import { flushSync, mount } from "svelte";
import { afterEach, beforeEach, expect, test } from "vitest";
import { aDesk, aPop } from "../../domain/desk/fixtures";
import { FakeSession } from "./fakeSession.svelte";
import { CALM_ICON, RINGING_ICON } from "./icons";
import { Mounted } from "./mounted";
import Notifier from "./Notifier.svelte";

beforeEach(() => (document.head.innerHTML = '<link rel="icon" href="/favicon.svg">'));
afterEach(() => Mounted.closeAll());

const icons = () =>
  [...document.querySelectorAll("link[rel=icon]")].map((one) => one.getAttribute("href"));

function show(session: FakeSession): void {
  // No sound: this browser has none.
  session.leader = false;
  new Mounted(session, (where) => mount(Notifier, where));
}

test("title and icon of the page tell a ring, and both end with it", () => {
  const session = new FakeSession(aDesk({ pops: [aPop({})] }));
  show(session);

  expect(document.title).toBe("(1) ☎ Wang Xiaoming");
  expect(icons()).toEqual([RINGING_ICON]);
  session.state = aDesk({});
  flushSync();

  expect(document.title).toBe("Jackfield");
  expect(icons()).toEqual([CALM_ICON]);
});

test("no icon is fetched at a ring, and none is set that stands there already", () => {
  const session = new FakeSession(aDesk({}));
  show(session);
  const changes = new MutationObserver(() => undefined);
  changes.observe(document.head, { attributes: true, subtree: true });

  session.state = aDesk({ nowMs: 250 });
  flushSync();

  expect(changes.takeRecords()).toEqual([]);
  expect([CALM_ICON, RINGING_ICON].every((icon) => icon.startsWith("data:"))).toBe(true);
});
