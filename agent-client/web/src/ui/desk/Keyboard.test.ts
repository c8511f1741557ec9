// @vitest-environment happy-dom
import { mount } from "svelte";
import { afterEach, expect, test } from "vitest";
import { aDesk, aPop } from "../../domain/desk/fixtures";
import type { DeskState } from "../../domain/desk/state";
import type { Layer } from "./context";
import { FakeSession } from "./fakeSession.svelte";
import Keyboard from "./Keyboard.svelte";
import { Mounted } from "./mounted";

afterEach(async () => {
  document.querySelectorAll("[data-outside]").forEach((one) => one.remove());
  await Mounted.closeAll();
});

function show(change: Partial<DeskState>, layer: Layer | null = null): [Mounted, FakeSession] {
  const session = new FakeSession(aDesk(change));
  const props = { layer };
  const mounted = new Mounted(session, (where) => mount(Keyboard, { ...where, props }));
  return [mounted, session];
}

function press(key: string, init: KeyboardEventInit = {}, on: EventTarget = document.body) {
  on.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...init }));
}

function outside<Tag extends keyof HTMLElementTagNameMap>(tag: Tag): HTMLElementTagNameMap[Tag] {
  const one = document.body.appendChild(document.createElement(tag));
  one.dataset["outside"] = "";
  return one;
}

const IN_FOCUS = { focus: { offer: "o1", call: "calls/c1" } };

test("O opens what rings", () => {
  const [desk, session] = show({ pops: [aPop({})] });

  press("o");

  expect(session.state.focus).toEqual(IN_FOCUS.focus);
  expect(desk.opened).toEqual([]);
});

test("O opens the customer when nothing else rings", () => {
  const [desk, session] = show({ pops: [aPop({})], ...IN_FOCUS });

  press("o");

  expect(session.acts).toEqual([]);
  expect(desk.opened).toEqual(["customer"]);
});

test("letters in a field stay letters, Alt+Shift with a letter is a command there", () => {
  const [, session] = show({});
  const field = outside("input");

  press("r", {}, field);
  expect(session.acts).toEqual([]);
  press("R", { code: "KeyR", altKey: true, shiftKey: true }, field);

  expect(session.acts).toEqual([{ act: "ready" }]);
});

test("R makes ready, and away from the calls asks for the reason", () => {
  const reasons = [{ code: "lunch", label: "Lunch" }];
  const { agent } = aDesk({});
  const status = { ...agent.status, state: "ready" as const };
  const [, session] = show({ agent: { ...agent, status }, reasons });
  const menu = outside("button");
  menu.id = "state-menu";
  let opened = 0;
  menu.addEventListener("click", () => (opened += 1));

  press("r");
  expect(opened).toBe(1);
  expect(session.requests).toEqual([]);
  session.state = {
    ...session.state,
    agent: { ...agent, status: { ...status, state: "notReady" } },
  };
  press("r");

  expect(session.requests).toEqual([{ method: "SetAgentState", state: "ready", reason: "" }]);
});

test("under a dialog no letter is for the desk", () => {
  const [, session] = show({}, "keys");

  press("r");

  expect(session.acts).toEqual([]);
});

test("C presses the link that calls back", () => {
  show({});
  const link = outside("a");
  link.id = "call-back";
  let clicks = 0;
  link.addEventListener("click", () => (clicks += 1));

  press("c");

  expect(clicks).toBe(1);
});

test("signs of an input method that is composing are no commands", () => {
  const [, session] = show({});

  press("r", { isComposing: true });

  expect(session.acts).toEqual([]);
});
