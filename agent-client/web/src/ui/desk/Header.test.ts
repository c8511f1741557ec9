// @vitest-environment happy-dom
import { mount } from "svelte";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { aDesk } from "../../domain/desk/fixtures";
import { DEFAULT_KEYS } from "../../domain/desk/keys";
import { EMPTY_DESK } from "../../domain/desk/state";
import type { DeskState } from "../../domain/desk/state";
import { FakeSession } from "./fakeSession.svelte";
import Header from "./Header.svelte";
import { Mounted } from "./mounted";
import { settings } from "./settings.svelte";

beforeEach(() => vi.useFakeTimers());
afterEach(async () => {
  vi.useRealTimers();
  settings.change({ singleKeys: true, keys: DEFAULT_KEYS });
  await Mounted.closeAll();
});

function show(state: DeskState): [Mounted, FakeSession] {
  const session = new FakeSession(state);
  const mounted = new Mounted(session, (where) =>
    mount(Header, { ...where, props: { soundBlocked: false } }),
  );
  return [mounted, session];
}

test("every button has a name while it is not known yet who is signed in", () => {
  const [header] = show(EMPTY_DESK);
  const names = header
    .all("button")
    .map((one) => one.getAttribute("aria-label") ?? one.textContent ?? "");

  expect(names.map((name) => name.trim())).not.toContain("");
  expect(header.has("Your account")).toBe(true);
});

test("signing out takes two presses", () => {
  const { agent } = aDesk({});
  const [header, session] = show(aDesk({ agent: { ...agent, displayName: "Ana Vidal" } }));
  header.press("Ana Vidal");

  header.press("Sign out");
  header.press("Sign out? Press again");
  expect(session.signedOutCount).toBe(0);
  vi.advanceTimersByTime(400);
  header.press("Sign out? Press again");

  expect(session.signedOutCount).toBe(1);
});

test("the list of keys is offered with its key, and without where it has none", () => {
  const titles = (header: Mounted) => header.all("button").map((one) => one.title);
  expect(titles(show(EMPTY_DESK)[0])).toContain("Keys (?)");

  settings.remap("help", ","); // A sign has no form that works everywhere.
  settings.change({ singleKeys: false });

  expect(titles(show(EMPTY_DESK)[0])).toContain("Keys");
});
