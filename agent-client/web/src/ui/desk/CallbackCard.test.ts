// @vitest-environment happy-dom
import { flushSync, mount } from "svelte";
import { afterEach, expect, test } from "vitest";
import type { Callback } from "../../domain/callbacks/callback";
import { aCallback } from "../../domain/callbacks/fixtures";
import { aDesk } from "../../domain/desk/fixtures";
import type { DeskState } from "../../domain/desk/state";
import { EMPTY_DESK } from "../../domain/desk/state";
import CallbackCard from "./CallbackCard.svelte";
import { FakeSession } from "./fakeSession.svelte";
import { Mounted } from "./mounted";
import OwnCallback from "./OwnCallback.svelte";

afterEach(() => Mounted.closeAll());

const ME = { ...EMPTY_DESK.agent, name: "agents/ana", displayName: "Ana Vidal" };
const NUMBER = {
  formatted: "+49 30 23125002",
  e164: "+493023125002",
  raw: "+493023125002",
  place: "",
  kind: "fixedLine",
} as const;
const mine = (change: Partial<Callback> = {}) =>
  aCallback({
    state: "inProgress",
    agent: ME.name,
    number: NUMBER,
    note: "about the invoice",
    waitStartMs: 0,
    leaseMs: 60_000,
    attempts: [{ agent: ME.name, startMs: null, outcome: "none", assumed: false }],
    ...change,
  });

function show(own: Callback | null, change: Partial<DeskState> = {}): [Mounted, FakeSession] {
  const aside = { kind: "callback" } as const;
  const session = new FakeSession(aDesk({ agent: ME, callback: own, aside, ...change }));
  const props = { onClose: () => session.act({ act: "showAside", aside: null }) };
  return [new Mounted(session, (where) => mount(CallbackCard, { ...where, props })), session];
}

test("the card says whom to call, why, since when they wait, and how long there is", () => {
  const [card] = show(mine());

  for (const text of [
    "Anna Berg",
    "+49 30 23125002",
    "Sales · left the queue for a callback · waits since",
    "about the invoice",
    "01:00 left to call",
  ]) {
    expect(card.text).toContain(text);
  }
});

test("earlier attempts stand with what came of them and whose they were", () => {
  const [card] = show(
    mine({
      attempts: [
        { agent: "agents/ben", startMs: 0, outcome: "noAnswer", assumed: true },
        { agent: ME.name, startMs: null, outcome: "none", assumed: false },
      ],
    }),
  );

  expect(card.text).toMatch(/· No answer \(nobody said so\) · ben/);
  expect(card.text).toContain("not dialled yet · Ana Vidal");
});

test("after the call the time is for saying what came of it; during it there is none", () => {
  const attempts = [{ agent: ME.name, startMs: 0, outcome: "none", assumed: false }] as const;

  expect(show(mine({ attempts }))[0].text).toContain("01:00 left to say what came of it");
  expect(show(mine({ attempts, leaseMs: null }))[0].text).toContain("No time limit");
});

test.each([
  ["Reached", "reached"],
  ["No answer", "noAnswer"],
  ["Busy", "busy"],
  ["Mailbox or somebody else", "notThem"],
  ["Wrong number", "wrongNumber"],
] as const)("%s is told once", (name, outcome) => {
  const [card, session] = show(mine());

  card.press(name);

  expect(session.requests).toEqual([
    { method: "CompleteCallback", callback: "callbacks/b1", outcome, nextAttemptMs: null },
  ]);
  expect(card.find("Busy").hasAttribute("disabled")).toBe(true);
});

// Says when they are to be called again, in the form that is open.
function sayWhen(card: Mounted, time: string) {
  const [field] = card.all("input") as HTMLInputElement[];
  if (field === undefined) throw new Error("no field");
  field.value = time;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  flushSync();
  card.press("Call again then");
}

test("a time has to be said for later, and one that is over is not taken", () => {
  const [card, session] = show(mine());
  card.press("Later at…");

  card.press("Call again then");
  expect(card.text).toContain("Say when");
  sayWhen(card, "1969-05-04T10:30");
  expect(card.text).toContain("Say when");

  expect(session.requests).toEqual([]);
});

test("a later time is one that is to come", () => {
  const [card, session] = show(mine());
  card.press("Later at…");

  sayWhen(card, "1969-05-04T10:30");
  sayWhen(card, "2031-05-04T10:30");

  expect(card.text).not.toContain("Say when");
  expect(session.requests).toEqual([
    {
      method: "CompleteCallback",
      callback: "callbacks/b1",
      outcome: "later",
      nextAttemptMs: new Date("2031-05-04T10:30").getTime(),
    },
  ]);
});

test("it is given back, but not after it was dialled", () => {
  const [card, session] = show(mine());
  card.press("Give back");
  expect(session.requests).toEqual([{ method: "ReturnCallback", callback: "callbacks/b1" }]);

  const attempts = [{ agent: ME.name, startMs: 0, outcome: "none", assumed: false }] as const;
  const [dialled] = show(mine({ attempts }));

  expect(dialled.find("Give back").hasAttribute("disabled")).toBe(true);
});

test("the number is dialled at the switch where the agent may", () => {
  const [card, session] = show(mine(), { allowedCommands: ["dial"] });

  card.press(/^Dial the number/);

  expect(session.requests).toEqual([{ method: "DialNumber", number: "+493023125002" }]);
});

test("without a link nothing can be said of it", () => {
  const [card] = show(mine(), { nowMs: 60_000 });

  for (const name of ["Reached", "Give back", "Cancel the callback"]) {
    expect(card.find(name).hasAttribute("disabled")).toBe(true);
  }
});

test("where it is gone that stands in its place, and can be closed", () => {
  const [card, session] = show(null);

  expect(card.text).toContain("You have no callback now");
  card.press("Close");

  expect(session.state.aside).toBeNull();
});

test("the row in the column opens the card, and shows what is left of the time", () => {
  const session = new FakeSession(aDesk({ agent: ME, callback: mine() }));
  const column = new Mounted(session, (where) => mount(OwnCallback, where));

  expect(column.text).toBe("Your callback Anna Berg 01:00 Sales");
  column.press(/Anna Berg/);

  expect(session.state.aside).toEqual({ kind: "callback" });
});

test("without a callback there is no row", () => {
  const session = new FakeSession(aDesk({}));

  expect(new Mounted(session, (where) => mount(OwnCallback, where)).text).toBe("");
});
