// @vitest-environment happy-dom
import { mount } from "svelte";
import { afterEach, expect, test } from "vitest";
import { aDesk, aWrapUp } from "../../domain/desk/fixtures";
import type { Outcome } from "../../domain/desk/values";
import { draftOf, focusedEntry } from "../../domain/desk/state";
import { FakeSession } from "./fakeSession.svelte";
import { Mounted } from "./mounted";
import Outcomes from "./Outcomes.svelte";
import { settings } from "./settings.svelte";

afterEach(async () => {
  settings.change({ singleKeys: true });
  await Mounted.closeAll();
});

const outcome = (code: string, digit: number, noteRequired = false): Outcome => ({
  code,
  label: code,
  digit,
  noteRequired,
});

function show(outcomes: readonly Outcome[]): [Mounted, FakeSession] {
  const wrapUps = [aWrapUp({ outcomes })];
  const session = new FakeSession(aDesk({ wrapUps, focus: { offer: "", call: "calls/c1" } }));
  const entry = focusedEntry(session.state);
  if (entry === null) throw new Error("nothing in focus");
  const props = { entry };
  const mounted = new Mounted(session, (where) => mount(Outcomes, { ...where, props }));
  return [mounted, session];
}

test("each outcome has its digit on its button, and is announced with both of its keys", () => {
  const [part] = show([outcome("Solved", 3), outcome("Wrong number", 7)]);

  expect(part.find("3 Solved").getAttribute("aria-keyshortcuts")).toBe("3 Alt+Shift+3");
  expect(part.find("7 Wrong number").getAttribute("aria-keyshortcuts")).toBe("7 Alt+Shift+7");
});

test("outcomes without digits of their own are counted through, nine of them", () => {
  const [part] = show([..."abcdefghij"].map((code) => outcome(code, 0)));

  expect(part.has("1 a")).toBe(true);
  expect(part.has("9 i")).toBe(true);
  expect(part.find("j").hasAttribute("aria-keyshortcuts")).toBe(false);
});

test("a button says that its outcome was chosen, and that it needs a note", () => {
  const [part, session] = show([outcome("Solved", 1), outcome("Call back", 2, true)]);

  part.press("2 Call back needs a note");

  expect(draftOf(session.state, "calls/c1").outcome).toBe("Call back");
  expect(part.find(/Call back/).getAttribute("aria-pressed")).toBe("true");
  expect(part.find(/Solved/).getAttribute("aria-pressed")).toBe("false");
});

test("with single keys switched off a button names only the key that works", () => {
  settings.change({ singleKeys: false });
  const [part] = show([outcome("Solved", 1)]);

  expect(part.find("Alt ⇧ 1 Solved").getAttribute("aria-keyshortcuts")).toBe("Alt+Shift+1");
});
