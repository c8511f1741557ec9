// @vitest-environment happy-dom
import { flushSync, mount } from "svelte";
import { afterEach, expect, test, vi } from "vitest";
import { aDesk, aPop } from "../../domain/desk/fixtures";
import type { DeskState } from "../../domain/desk/state";
import type { Customer } from "../../domain/desk/values";
import { FakeSession } from "./fakeSession.svelte";
import { Mounted } from "./mounted";
import Palette from "./Palette.svelte";

afterEach(() => Mounted.closeAll());

const ANNA: Customer = {
  name: "customers/anna",
  displayName: "Anna New",
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

function field(): HTMLInputElement {
  const found = document.querySelector<HTMLInputElement>("input[type=search]");
  if (found === null) throw new Error("no field");
  return found;
}

function show(
  text: string,
  dials: boolean,
  {
    customers = [] as readonly Customer[],
    ...change
  }: Partial<DeskState> & {
    readonly customers?: readonly Customer[];
  } = {},
): FakeSession {
  const found = () => Promise.resolve({ ok: true, value: { customers, more: false } });
  const state = aDesk({ allowedCommands: dials ? ["dial"] : [], ...change });
  const session = new FakeSession(state, found as unknown as FakeSession["ask"]);
  new Mounted(session, (where) => mount(Palette, { ...where, props: { onClose: vi.fn() } }));
  field().value = text;
  field().dispatchEvent(new Event("input", { bubbles: true }));
  flushSync();
  return session;
}

function key(name: string): void {
  field().dispatchEvent(new KeyboardEvent("keydown", { key: name, bubbles: true }));
  flushSync();
}

const marked = () =>
  document.querySelector("[role=option][aria-selected=true] bdi")?.textContent ?? "";
const option = (text: string) =>
  [...document.querySelectorAll<HTMLElement>("[role=option]")].find((one) =>
    one.textContent.includes(text),
  );

test("a number that is typed can be dialled, where the switch can", () => {
  const session = show(" +49 30 901820 ", true);

  option("Dial +49 30 901820")?.click();

  expect(session.acts).toEqual([
    { act: "control", request: { method: "DialNumber", number: "+49 30 901820" } },
  ]);
});

test("nothing is dialled where the switch cannot, nor what is no number", () => {
  show("+49 30 901820", false);
  expect(option("Dial")).toBeUndefined();
});

test("a name is no number", () => {
  show("Anna 2", true);
  expect(option("Dial")).toBeUndefined();
});

test("what holds no digit is no number", () => {
  show("(-) / *", true);
  expect(option("Dial")).toBeUndefined();
});

test("Enter dials nothing by itself, only what was marked", () => {
  const session = show("+49 30 901820", true);

  key("Enter");
  expect(session.acts).toEqual([]);
  key("ArrowDown");
  key("Enter");

  expect(session.acts).toMatchObject([{ request: { method: "DialNumber" } }]);
});

test("while it is asked whose number it is, nothing is dialled", () => {
  const key = { offer: "calls/c1/offers/o1", call: "calls/c1" };
  show("+49 30 901820", true, { pops: [aPop({})], focus: key, askWhose: "calls/c1" });

  expect(option("Dial")).toBeUndefined();
});

test("what was marked stays marked when the answer comes", async () => {
  show("tickets", false, { customers: [ANNA] });
  expect(marked()).toBe("Find tickets");
  key("ArrowDown");
  await vi.waitFor(() => {
    flushSync();
    expect(option("Anna New")).toBeDefined();
  });
  expect(marked()).toBe("Find tickets");

  field().dispatchEvent(new Event("input", { bubbles: true }));
  flushSync();
  expect(marked()).toBe("Anna New");
});
