// @vitest-environment happy-dom
import { flushSync, mount } from "svelte";
import { afterEach, expect, test } from "vitest";
import { aCall, aDesk, aPop } from "../../domain/desk/fixtures";
import type { DeskState } from "../../domain/desk/state";
import { focusedEntry } from "../../domain/desk/state";
import CallControls from "./CallControls.svelte";
import { FakeSession } from "./fakeSession.svelte";
import { Mounted } from "./mounted";

afterEach(() => Mounted.closeAll());

const FOCUS = { offer: "o1", call: "calls/c1" };

function show(change: Partial<DeskState>): [Mounted, FakeSession] {
  const session = new FakeSession(aDesk({ focus: FOCUS, ...change }));
  const entry = focusedEntry(session.state);
  if (entry === null) throw new Error("nothing in focus");
  const props = { entry };
  const controls = new Mounted(session, (where) => mount(CallControls, { ...where, props }));
  return [controls, session];
}

const talking = (...allowedCommands: ReturnType<typeof aCall>["allowedCommands"]) => ({
  pops: [aPop({ state: "connected" as const })],
  calls: [aCall({ allowedCommands })],
});
const names = (controls: Mounted) =>
  controls.all("button").map((one) => (one.textContent ?? "").trim().split(/\s{2,}|\n/)[0]);

test("a switch that can do nothing has no buttons", () => {
  expect(show(talking())[0].text).toBe("");
});

test("there are the buttons of what the switch can do, and no others", () => {
  expect(names(show({ pops: [aPop({ allowedCommands: ["answer"] })] })[0])).toEqual(["Answer P"]);
  expect(names(show(talking("hold", "clear"))[0])).toEqual(["Hold H", "Hang up"]);
});

test("a call is put on hold once, while that is under way", () => {
  const [controls, session] = show(talking("hold"));

  controls.press(/^Hold/);

  expect(session.requests).toEqual([{ method: "HoldCall", call: "calls/c1" }]);
  expect(controls.find(/^Hold/).hasAttribute("disabled")).toBe(true);
});

test("one press does not hang up", () => {
  const [controls, session] = show(talking("clear"));

  controls.press("Hang up");

  expect(session.requests).toEqual([]);
  expect(controls.has("Hang up? Press again")).toBe(true);
});

test("a transfer needs a number", () => {
  const [controls, session] = show(talking("transfer"));

  controls.press("Transfer");
  expect(controls.text).toContain("A number is needed");
  const field = controls.all("input")[0] as HTMLInputElement;
  field.value = " 200 ";
  field.dispatchEvent(new Event("input", { bubbles: true }));
  flushSync();
  controls.press("Transfer");

  expect(session.requests).toEqual([{ method: "TransferCall", call: "calls/c1", target: "200" }]);
});

test("the held call is given to the one who was asked, when there is one", () => {
  const held = aCall({ state: "held", allowedCommands: ["completeTransfer"] });
  const alone = { pops: [aPop({ state: "held" as const })], calls: [held] };
  const asked = aCall({ call: "calls/c2", offer: "" });

  expect(show(alone)[0].has("Complete the transfer")).toBe(false);
  const [controls, session] = show({ ...alone, calls: [held, asked] });
  controls.press("Complete the transfer");

  expect(session.requests).toEqual([
    { method: "CompleteTransfer", call: "calls/c1", consultation: "calls/c2" },
  ]);
});

test("where the switch keeps a consultation in the one call, a transfer ends in it", () => {
  const [controls, session] = show(talking("completeTransfer"));

  controls.press("Complete the transfer");

  expect(session.requests).toEqual([
    { method: "CompleteTransfer", call: "calls/c1", consultation: "calls/c1" },
  ]);
});

test("a consultation is ended, and the held call taken back", () => {
  const held = aCall({ state: "held", allowedCommands: ["cancelConsult"] });
  const asked = aCall({ call: "calls/c2", offer: "" });
  const alone = { pops: [aPop({ state: "held" as const })], calls: [held] };

  expect(show(alone)[0].has("End the consultation")).toBe(false);
  const [controls, session] = show({ ...alone, calls: [held, asked] });
  controls.press("End the consultation");

  expect(session.requests).toEqual([{ method: "CancelConsultation", call: "calls/c1" }]);
  expect(controls.find("End the consultation").hasAttribute("disabled")).toBe(true);
});

test("that nobody knows what became of a command stands on the card", () => {
  const [controls] = show({ ...talking("hold"), unsure: { kind: "hold", call: "calls/c1" } });

  expect(controls.text).toContain("It is not known whether “Hold” was done.");
});
