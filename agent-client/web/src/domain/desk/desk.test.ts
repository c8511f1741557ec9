// What the cases of agent-client/conformance do not say, because only this desk does it.

import { describe, expect, test } from "vitest";
import { apply } from "./desk";
import { aCaller, aDesk, aPop, aSnapshot, aWrapUp } from "./fixtures";
import type { Act, Input } from "./input";
import type { DeskState } from "./state";
import { EMPTY_DRAFT, draftOf, entriesOf, isFree, lookOf } from "./state";
import type { Snapshot } from "./values";

const act = (state: DeskState, what: Act, atMs = 0) =>
  apply(state, { kind: "act", act: what }, atMs);
const update = (state: DeskState, pop: Parameters<typeof aPop>[0], atMs = 0) =>
  apply(state, { kind: "update", update: { kind: "popUpdated", pop: aPop(pop) } }, atMs);

const snapshot = (state: DeskState, change: Partial<Snapshot>) =>
  apply(state, { kind: "update", update: { kind: "snapshot", snapshot: aSnapshot(change) } }, 0);

describe("a page of another program", () => {
  const policy = { policy: "openUriOnAnswer", openUri: "https://crm.example/1" } as const;
  const ringing = aDesk({ pops: [aPop(policy)] });

  test("is opened at the answer, once", () => {
    const answered = update(ringing, { ...policy, state: "connected", revision: 2n });
    const again = update(answered.state, { ...policy, state: "connected", revision: 3n });

    expect(answered.commands).toContainEqual({
      kind: "openUri",
      offer: "calls/c1/offers/o1",
      uri: "https://crm.example/1",
    });
    expect(again.commands.some(({ kind }) => kind === "openUri")).toBe(false);
  });

  test("is not opened for a call that was answered before the page was loaded", () => {
    const opened = update(aDesk({}), { ...policy, state: "connected" });

    expect(opened.commands.some(({ kind }) => kind === "openUri")).toBe(false);
  });

  test("is not opened with pops as cards only", () => {
    const cards = { ...ringing, agent: { ...ringing.agent, popMode: "cardOnly" as const } };
    const answered = update(cards, { ...policy, state: "connected", revision: 2n });

    expect(answered.commands.some(({ kind }) => kind === "openUri")).toBe(false);
  });
});

describe("a card that opens on answer", () => {
  const policy = { policy: "openOnAnswer" } as const;
  const nothing = { offer: "", call: "" };
  const it = { offer: "o1", call: "calls/c1" };
  const ringing = update(aDesk({}), policy);

  test("is an entry with a bell while it rings, whatever else is told", () => {
    const told = snapshot(ringing.state, { pops: [aPop(policy)] });

    expect(ringing.commands).toContainEqual({ kind: "ring", offer: "calls/c1/offers/o1" });
    expect(entriesOf(ringing.state).map(({ kind }) => kind)).toEqual(["ringing"]);
    expect(ringing.state.focus).toEqual(nothing);
    expect(told.state.focus).toEqual(nothing);
  });

  test("is opened at the answer", () => {
    const answered = update(ringing.state, { ...policy, state: "connected", revision: 2n });

    expect(answered.state.focus).toEqual(it);
  });

  test("is opened at the answer, not over what is typed", () => {
    const typing = { ...ringing.state, typing: "field" } as const;
    const answered = update(typing, { ...policy, state: "connected", revision: 2n });

    expect(answered.state.focus).toEqual(nothing);
  });

  test("is opened before by the agent who wants to see it", () => {
    expect(act(ringing.state, { act: "open" }).state.focus).toEqual(it);
  });
});

describe("drafts that this browser kept", () => {
  const kept = new Map([["calls/c1", { ...EMPTY_DRAFT, note: "kept", dirty: true, revision: 5n }]]);

  test("are there again, and are saved when the link is live", () => {
    const read = apply(aDesk({}), { kind: "drafts", drafts: kept }, 0);
    const later = apply(read.state, { kind: "tick" }, 2_000);

    expect(draftOf(read.state, "calls/c1").note).toBe("kept");
    expect(later.commands).toContainEqual(
      expect.objectContaining({ request: expect.objectContaining({ note: "kept" }) as unknown }),
    );
  });

  test("follow what another tab goes on typing, and are not saved from here", () => {
    const typedThere = (note: string) => new Map([["calls/c1", { ...EMPTY_DRAFT, note }]]);
    const first = apply(aDesk({}), { kind: "drafts", drafts: typedThere("f") }, 0);
    const second = apply(first.state, { kind: "drafts", drafts: typedThere("first") }, 100);
    const later = apply(second.state, { kind: "tick" }, 3_000);

    expect(draftOf(later.state, "calls/c1").note).toBe("first");
    expect(later.commands).toEqual([]);
  });

  test("do not replace what is typed here", () => {
    const typed = new Map([["calls/c1", { ...EMPTY_DRAFT, note: "typed", dirty: true }]]);
    const read = apply(aDesk({ drafts: typed }), { kind: "drafts", drafts: kept }, 0);

    expect(draftOf(read.state, "calls/c1").note).toBe("typed");
  });
});

test("a note is cut at the length that the server takes, not in the middle of a sign", () => {
  const desk = aDesk({ wrapUps: [aWrapUp({})], focus: { offer: "", call: "calls/c1" } });
  const typing = act(desk, { act: "startNote" }).state;
  const long = act(typing, { act: "editNote", text: "😀".repeat(4_001) }).state;

  expect([...draftOf(long, "calls/c1").note]).toHaveLength(4_000);
});

describe("a note that is saved while its wrap-up is finished", () => {
  const outcome = (id: number, given: Extract<Input, { kind: "answer" }>["outcome"]) =>
    ({ kind: "answer", id, outcome: given }) as const;
  const refused = (reason: string, code = 9) =>
    ({ ok: false, failure: { code, reason, message: "", fields: [] } }) as const;
  const done = { ok: true, value: { kind: "done" } } as const;
  const open = aDesk({ wrapUps: [aWrapUp({})], focus: { offer: "", call: "calls/c1" } });
  const acts: readonly Act[] = [
    { act: "startNote" },
    { act: "editNote", text: "typed" },
    { act: "leaveNote" }, // Asks for the save, request 1;
    { act: "complete" }, // and for the completion, request 2.
  ];
  const finishing = acts.reduce((desk, one) => act(desk, one).state, open);

  test("is gone with it, also when the save comes too late", () => {
    const late = apply(finishing, outcome(1, refused("WRAP_UP_CLOSED")), 0).state;
    const finished = apply(late, outcome(2, done), 0).state;

    expect(late.toast).toBeNull();
    expect(finished.drafts.size).toBe(0);
    expect(isFree(finished)).toBe(true);
  });

  test("is gone with it, also when another desk saved a newer one", () => {
    const newer = { ok: true, value: { kind: "noteSaved", revision: 99n } } as const;
    const saved = apply(finishing, outcome(1, newer), 0).state;
    const finished = apply(saved, outcome(2, done), 0).state;

    expect(finished.drafts.size).toBe(0);
  });

  test("is saved after all when neither came through", () => {
    const late = apply(finishing, outcome(1, refused("", 14)), 0).state;
    const failed = apply(late, outcome(2, refused("", 14)), 0).state;
    const later = apply(failed, { kind: "tick" }, 2_000);

    expect(later.commands).toContainEqual(
      expect.objectContaining({ request: expect.objectContaining({ note: "typed" }) as unknown }),
    );
  });
});

test("a wrap-up that the server extends no further is told so in words, and asks no more", () => {
  const desk = aDesk({ wrapUps: [aWrapUp({})], focus: { offer: "", call: "calls/c1" } });
  const asked = act(desk, { act: "extend" }).state;
  const failure = { code: 9, reason: "WRAP_UP_EXTENSIONS_USED", message: "", fields: [] };
  const refused = apply(asked, { kind: "answer", id: 1, outcome: { ok: false, failure } }, 0).state;
  const again = act(refused, { act: "extend" });

  expect(refused.toast?.say).toBe("noExtensions");
  expect(again.commands).toEqual([]);
});

test("a wrap-up that was extended has its new end, and what is left, at once", () => {
  const desk = aDesk({ wrapUps: [aWrapUp({})], focus: { offer: "", call: "calls/c1" } });
  const asked = act(desk, { act: "extend" }).state;
  const wrapUp = aWrapUp({ deadlineMs: 90_000, extensionsLeft: 1 });
  const value = { kind: "wrapUp", wrapUp } as const;
  const extended = apply(asked, { kind: "answer", id: 1, outcome: { ok: true, value } }, 0).state;

  expect(extended.wrapUps[0]).toMatchObject({ deadlineMs: 90_000, extensionsLeft: 1 });
});

describe("a note that the server refused for good", () => {
  const refused = { note: "x", dirty: true, failed: true };
  const desk = aDesk({
    wrapUps: [aWrapUp({})],
    focus: { offer: "", call: "calls/c1" },
    drafts: new Map([["calls/c1", { ...EMPTY_DRAFT, ...refused }]]),
  });

  test("is saved again when it was corrected", () => {
    const asIs = apply(desk, { kind: "tick" }, 2_000);
    const corrected = act(desk, { act: "editNote", text: "xy" }).state;
    const later = apply(corrected, { kind: "tick" }, 2_000);

    expect(asIs.commands).toEqual([]);
    expect(later.commands).toContainEqual(
      expect.objectContaining({ request: expect.objectContaining({ note: "xy" }) as unknown }),
    );
  });

  test("does not keep the desk from a new version", () => {
    expect(isFree({ ...desk, wrapUps: [] })).toBe(true);
  });
});

test("stopping the ring keeps the card, and the next call rings again", () => {
  const stopped = act(aDesk({ pops: [aPop({})] }), { act: "stopRing" }).state;

  expect(stopped.silenced).toEqual(["o1"]);
  expect(stopped.pops).toHaveLength(1);
});

test("who is looked at in a search is not replaced by the history of the call", () => {
  const pop = aPop({ state: "connected", caller: aCaller({ customer: "customers/w" }) });
  const customer = {
    name: "customers/other",
    displayName: "Other",
    company: "",
    role: "",
    tier: "",
    flags: [],
    languageCode: "",
    pinnedNote: "",
    numbers: [],
    emailAddresses: [],
    externalIds: [],
  };
  const desk = aDesk({ pops: [pop], focus: { offer: "o1", call: "calls/c1" } });
  const looking = act(desk, { act: "showCustomer", customer }).state;
  const later = update(looking, { ...pop, revision: 9n }).state;

  expect(later.timeline.customer).toBe("customers/other");
});

test("a desk may be loaded anew when nothing is in work", () => {
  expect(isFree(aDesk({}))).toBe(true);
  expect(isFree(aDesk({ pops: [aPop({})] }))).toBe(false);
  expect(isFree(aDesk({ typing: "field" }))).toBe(false);
  const dirty = new Map([["calls/c1", { ...EMPTY_DRAFT, dirty: true }]]);
  expect(isFree(aDesk({ drafts: dirty }))).toBe(false);
});

test("a snapshot leaves the card to a wrap-up that is open, and takes it from what is over", () => {
  const wrapUps = [aWrapUp({ call: "calls/c1" })];
  const cards = new Map([["calls/c1", aPop({})]]);
  const over = aPop({ offer: "calls/c2/offers/o2", call: "calls/c2" });
  const desk = aDesk({ wrapUps, cards, pops: [over] });
  const first = snapshot(desk, { wrapUps }).state;
  const gone = aPop({ offer: "calls/c3/offers/o3", call: "calls/c3" });
  const second = snapshot({ ...first, pops: [gone] }, { wrapUps }).state;

  expect([...second.cards.keys()]).toEqual(["calls/c1", "calls/c3"]);
});

test("a server of another version is noticed with its first snapshot", () => {
  const first = snapshot(aDesk({}), { serverVersion: "0.1.0" });
  const second = snapshot(first.state, { serverVersion: "0.2.0" });

  expect(first.state.newVersion).toBe(false);
  expect(second.state.newVersion).toBe(true);
});

test("who is signed out sees that, whatever the age of the last message", () => {
  const out = apply(aDesk({}), { kind: "link", to: "signedOut", detail: "" }, 60_000).state;

  expect(lookOf(out)).toBe("signedOut");
});

test("a link is slow after ten seconds of slow round trips, and not by a single one", () => {
  const slow = apply(aDesk({}), { kind: "roundTrip", ms: 900 }, 0).state;
  const heard = { ...slow, link: { ...slow.link, heardMs: 10_000 } };

  expect(lookOf({ ...heard, nowMs: 9_999 })).toBe("live");
  expect(lookOf({ ...heard, nowMs: 10_000 })).toBe("slow");
});
