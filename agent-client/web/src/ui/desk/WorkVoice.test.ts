// @vitest-environment happy-dom
import { flushSync, mount } from "svelte";
import { afterEach, expect, test, vi } from "vitest";
import { aDesk, aNotice, aPop, aWorkOffer } from "../../domain/desk/fixtures";
import type { DeskState } from "../../domain/desk/state";
import { FakeSession } from "./fakeSession.svelte";
import { Mounted } from "./mounted";
import { Ringer } from "./sound";
import WorkVoice from "./WorkVoice.svelte";

const once = vi.spyOn(Ringer.prototype, "once").mockReturnValue(undefined);
afterEach(async () => {
  once.mockClear();
  await Mounted.closeAll();
});

function show(change: Partial<DeskState>): [Mounted, FakeSession] {
  const session = new FakeSession(aDesk(change));
  const voice = new Mounted(session, (where) => mount(WorkVoice, where));
  return [voice, session];
}

function change(session: FakeSession, part: Partial<DeskState>): void {
  session.state = { ...session.state, ...part };
  flushSync();
}

const said = (voice: Mounted) => voice.all("[data-work]")[0]?.textContent;
const told = (voice: Mounted) => voice.all("[data-notices]")[0]?.textContent;

test("an offer is said at once and rings once", () => {
  const [voice, session] = show({});

  change(session, { workOffers: [aWorkOffer({})] });
  session.ring("workOffers/w1");
  flushSync();

  expect(said(voice)).toBe("Ticket 12 is offered: Delivery late. 30 seconds to accept it.");
  expect(once).toHaveBeenCalledOnce();
});

test("what was offered before this part was there is said, too", () => {
  expect(said(show({ workOffers: [aWorkOffer({})] })[0])).toContain("Ticket 12 is offered");
});

test("it does not ring into the ear of who talks, and is said", () => {
  const [voice] = show({ pops: [aPop({ state: "connected" })], workOffers: [aWorkOffer({})] });

  expect(said(voice)).toContain("Ticket 12");
  expect(once).not.toHaveBeenCalled();
});

test("when it is over nothing of it stays", () => {
  const [voice, session] = show({ workOffers: [aWorkOffer({})] });

  change(session, { workOffers: [] });

  expect(said(voice)).toBe("");
});

test("a new notice is said; what was there at the beginning is not", () => {
  const [voice, session] = show({ notices: [aNotice({})] });
  expect(told(voice)).toBe("");

  const breach = aNotice({ name: "workNotices/n2", kind: "clockBreach" });
  change(session, { notices: [breach, aNotice({})] });

  expect(told(voice)).toBe("Breached: ticket 12, Delivery late");
});
