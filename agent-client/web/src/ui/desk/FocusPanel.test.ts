// @vitest-environment happy-dom
import { flushSync, mount } from "svelte";
import { afterEach, expect, test } from "vitest";
import { aDesk, aPop } from "../../domain/desk/fixtures";
import { aTicket } from "../../domain/tickets/fixtures";
import { FakeDoor, ok, settled, type } from "../tickets/fakeDoor";
import "./AsidePanel.svelte"; // Otherwise loaded when it is shown first.
import type { Session } from "./context";
import { FakeSession } from "./fakeSession.svelte";
import FocusPanel from "./FocusPanel.svelte";
import Keyboard from "./Keyboard.svelte";
import { Mounted } from "./mounted";

afterEach(() => Mounted.closeAll());

const KEY = { offer: "o1", call: "calls/c1" };
const field = () => document.querySelector("textarea");

// A ticket is open while a call rings.
async function show() {
  const door = new FakeDoor({ getTicket: () => ok(aTicket({})) });
  const session = new FakeSession(
    aDesk({ pops: [aPop({})], focus: KEY, aside: { kind: "ticket", ticket: "tickets/t1" } }),
    door.ask as unknown as Session["ask"],
  );
  new Mounted(session, (where) => mount(Keyboard, { ...where, props: { layer: null } }));
  const panel = new Mounted(session, (where) => mount(FocusPanel, where));
  await shown(() => field() !== null);
  return { panel, session };
}

async function shown(isShown: () => boolean): Promise<void> {
  for (let turn = 0; turn < 500 && !isShown(); turn += 1) await settled();
}

test("a call that is chosen takes the place of a ticket, whose words come back", async () => {
  const { panel, session } = await show();
  field()?.focus();
  type("Comment", "half a sentence");
  field()?.blur();
  session.act({ act: "focus", key: KEY });
  flushSync();

  expect(panel.all("[aria-label='Call with Wang Xiaoming']")).toHaveLength(1);
  expect(panel.all(".ticket")).toHaveLength(0);

  session.act({ act: "openTicket", ticket: "tickets/t1" });
  flushSync();
  await shown(() => field()?.value === "half a sentence");

  expect(field()?.value).toBe("half a sentence");
});
