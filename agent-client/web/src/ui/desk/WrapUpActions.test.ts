// @vitest-environment happy-dom
import { mount } from "svelte";
import { afterEach, expect, test } from "vitest";
import { aCaller, aDesk, aWrapUp } from "../../domain/desk/fixtures";
import type { DeskState } from "../../domain/desk/state";
import type { WrapUp } from "../../domain/desk/values";
import { FakeSession } from "./fakeSession.svelte";
import { Mounted } from "./mounted";
import WrapUpActions from "./WrapUpActions.svelte";

afterEach(() => Mounted.closeAll());

const CALLER = aCaller({
  number: {
    formatted: "+86 138 0013 8000",
    e164: "+8613800138000",
    raw: "13800138000",
    place: "",
    kind: "mobile",
  },
});
const OUTCOMES = [{ code: "solved", label: "Solved", digit: 1, noteRequired: false }];

function show(change: Partial<WrapUp>, desk: Partial<DeskState> = {}): [Mounted, FakeSession] {
  const wrapUp = aWrapUp({ outcomes: OUTCOMES, ...change });
  const focus = { offer: "", call: "calls/c1" };
  const session = new FakeSession(aDesk({ wrapUps: [wrapUp], focus, ...desk }));
  const props = { wrapUp, caller: CALLER };
  const mounted = new Mounted(session, (where) => mount(WrapUpActions, { ...where, props }));
  return [mounted, session];
}

test("asks for more time as often as it may", () => {
  const [part, session] = show({ extensionsLeft: 10 });

  part.press(/^More time/);

  expect(session.requests).toEqual([{ method: "ExtendWrapUp", call: "calls/c1" }]);
});

test("a wrap-up that is not extended further says so, and one without a limit too", () => {
  const spent = show({ extensionsLeft: 0 })[0].find(/^More time/);

  expect(spent.hasAttribute("disabled")).toBe(true);
  expect(spent.title).toBe("It cannot be extended further");
  expect(show({ deadlineMs: null })[0].has(/^More time/)).toBe(false);
});

test("without the outcome that is needed nothing is finished, and it is said why", () => {
  const [part, session] = show({ dispositionRequired: true });

  part.press(/^Finish/);

  expect(session.requests).toEqual([]);
  expect(session.state.toast?.say).toBe("outcomeRequired");
});

test("finishes with the note and the outcome that were chosen", () => {
  const [part, session] = show({ dispositionRequired: true });
  session.act({ act: "outcomeDigit", digit: 1 });

  part.press(/^Finish/);

  expect(session.requests).toEqual([
    { method: "CompleteWrapUp", call: "calls/c1", disposition: "solved", note: "" },
  ]);
});

test("the caller can be called back by the telephone program of the computer", () => {
  const [part] = show({});

  expect(part.find(/^Dial the number/).getAttribute("href")).toBe("tel:+8613800138000");
});

test("without a link neither is offered, and it is said why", () => {
  const [part] = show({}, { nowMs: 60_000 });

  for (const name of [/^More time/, /^Finish/]) {
    expect(part.find(name).hasAttribute("disabled")).toBe(true);
    expect(part.find(name).title).toBe("Needs the server: not live now");
  }
});
