// @vitest-environment happy-dom
import { flushSync, mount } from "svelte";
import { afterEach, expect, test, vi } from "vitest";
import { aBrief, aDesk } from "../../domain/desk/fixtures";
import BriefDialog from "./BriefDialog.svelte";
import { FakeSession } from "./fakeSession.svelte";
import { Mounted } from "./mounted";

afterEach(() => Mounted.closeAll());

// Dialogs stand beside the part that opened them.
function screenButton(text: string): HTMLButtonElement {
  const found = [...document.querySelectorAll("button")].find((one) => one.textContent === text);
  if (found === undefined) throw new Error(`no button ${text}`);
  return found;
}

test("the whole contact is read, and its tickets can be opened", async () => {
  const whole = aBrief({ note: "Parcel was late.", tickets: ["tickets/late"] });
  const ask = vi.fn(() => Promise.resolve({ ok: true, value: whole }));
  const session = new FakeSession(aDesk({}), ask as unknown as FakeSession["ask"]);
  const onClose = vi.fn();
  const props = { brief: aBrief({ name: "interactions/7" }), onClose };
  new Mounted(session, (where) => mount(BriefDialog, { ...where, props }));
  await vi.waitFor(() =>
    expect(ask).toHaveBeenCalledWith({ query: "getInteraction", name: "interactions/7" }),
  );
  await Promise.resolve();
  flushSync();

  expect(document.body.textContent).toContain("Parcel was late.");
  screenButton("Open the ticket").click();

  expect(session.acts).toContainEqual({ act: "openTicket", ticket: "tickets/late" });
  expect(onClose).toHaveBeenCalled();
});

test("buttons of several tickets are told apart by who listens", async () => {
  const whole = aBrief({ tickets: ["tickets/a", "tickets/b"] });
  const ask = () => Promise.resolve({ ok: true, value: whole });
  const session = new FakeSession(aDesk({}), ask as unknown as FakeSession["ask"]);
  const props = { brief: aBrief({}), onClose: vi.fn() };
  new Mounted(session, (where) => mount(BriefDialog, { ...where, props }));
  await vi.waitFor(() => {
    flushSync();
    const buttons = [...document.querySelectorAll("[aria-label^='Open the ticket']")];
    expect(buttons.map((button) => button.getAttribute("aria-label"))).toEqual([
      "Open the ticket 1 of 2",
      "Open the ticket 2 of 2",
    ]);
  });
});
