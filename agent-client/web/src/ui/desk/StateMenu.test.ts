// @vitest-environment happy-dom
import { flushSync, mount } from "svelte";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { aDesk } from "../../domain/desk/fixtures";
import type { DeskState } from "../../domain/desk/state";
import type { AgentStatus } from "../../domain/desk/values";
import { FakeSession } from "./fakeSession.svelte";
import { Mounted } from "./mounted";
import StateMenu from "./StateMenu.svelte";

beforeEach(() => vi.useFakeTimers());
afterEach(async () => {
  vi.useRealTimers();
  await Mounted.closeAll();
});

function show(status: Partial<AgentStatus>, change: Partial<DeskState> = {}) {
  const { agent } = aDesk({});
  const desk = aDesk({
    agent: { ...agent, status: { ...agent.status, state: "ready", sinceMs: 0, ...status } },
    reasons: [{ code: "lunch", label: "Lunch" }],
    ...change,
  });
  const session = new FakeSession(desk);
  const mounted = new Mounted(session, (where) => mount(StateMenu, where));
  return { menu: mounted, session };
}

test("shows the state, since when, and what comes after", () => {
  const { menu } = show(
    { state: "connected", pendingState: "notReady", pendingReason: "lunch" },
    { nowMs: 4_000 },
  );

  expect(menu.text).toContain("Talking then Not ready: Lunch");
  expect(menu.text).toContain("00:04");
});

test("a state that somebody else set is marked so", () => {
  expect(show({ state: "notReady", cause: "other" }).menu.text).toContain("Not set by you");
});

test("a reason is chosen with its state", () => {
  const { menu, session } = show({});

  menu.press(/^Change your state/);
  menu.press("Lunch");

  expect(session.requests).toEqual([
    { method: "SetAgentState", state: "notReady", reason: "lunch" },
  ]);
});

test("where the site has reasons, being not ready without one is not offered", () => {
  const { menu } = show({});
  menu.press(/^Change your state/);
  expect(menu.has("Not ready")).toBe(false);

  const { menu: without } = show({}, { reasons: [] });
  without.press(/^Change your state/);

  expect(without.has("Not ready")).toBe(true);
});

test("logging off is asked for twice, and a double click does not do it", () => {
  const { menu, session } = show({});
  menu.press(/^Change your state/);

  menu.press("Logged off");
  menu.press("Log off? Press again");
  expect(session.requests).toEqual([]);
  vi.advanceTimersByTime(500);
  menu.press("Log off? Press again");

  expect(session.requests).toEqual([{ method: "SetAgentState", state: "loggedOff", reason: "" }]);
});

test("the question goes away when nobody answers it", () => {
  const { menu, session } = show({});
  menu.press(/^Change your state/);
  menu.press("Logged off");
  vi.advanceTimersByTime(5_000);
  flushSync();

  menu.press("Logged off");
  expect(session.requests).toEqual([]);
});

test("pops that are switched off are told beside the state", () => {
  const { agent } = aDesk({});
  const { menu } = show({}, { agent: { ...agent, popMode: "off" } });

  expect(menu.text).toContain("Pops are off");
});

test("without a link no state can be chosen, and it is said why", () => {
  const { menu } = show({}, { nowMs: 60_000 });

  expect(menu.find(/^Change your state/).hasAttribute("disabled")).toBe(true);
  expect(menu.find(/^Change your state/).title).toBe("Needs the server: not live now");
});

test("the menu is called by the state, and by what comes after", () => {
  const { menu } = show({});
  const busy = show({ pendingState: "notReady", pendingReason: "lunch" }).menu;

  expect(menu.has("Change your state: Ready")).toBe(true);
  expect(busy.has("Change your state: Ready (then Not ready: Lunch)")).toBe(true);
});
