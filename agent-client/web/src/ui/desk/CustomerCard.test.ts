// @vitest-environment happy-dom
import { mount } from "svelte";
import { afterEach, expect, test } from "vitest";
import { aDesk } from "../../domain/desk/fixtures";
import type { DeskState } from "../../domain/desk/state";
import type { Customer, CustomerNumber } from "../../domain/desk/values";
import CustomerCard from "./CustomerCard.svelte";
import { FakeSession } from "./fakeSession.svelte";
import { Mounted } from "./mounted";

afterEach(() => Mounted.closeAll());

const NUMBERS: readonly CustomerNumber[] = [
  { formatted: "030 901820", e164: "+4930901820", raw: "030901820" },
  { formatted: "4711", e164: "", raw: "4711" },
];

function show(change: Partial<DeskState> = {}) {
  const session = new FakeSession(aDesk({ allowedCommands: ["dial"], ...change }));
  const customer: Customer = {
    name: "customers/anna",
    displayName: "Anna Berg",
    company: "",
    role: "",
    tier: "",
    flags: [],
    languageCode: "",
    pinnedNote: "",
    numbers: NUMBERS,
    emailAddresses: [],
    externalIds: [],
  };
  const props = { customer, entry: null };
  const card = new Mounted(session, (where) => mount(CustomerCard, { ...where, props }));
  return { card, session };
}

test.each([
  ["in its certain form, where it has one", "Dial 030 901820", "+4930901820"],
  ["as it is written, where it has none", "Dial 4711", "4711"],
])("a number is dialled %s", (_, name, number) => {
  const { card, session } = show();

  card.press(name);

  expect(session.acts).toMatchObject([{ request: { method: "DialNumber", number } }]);
});

test("without the server it is said why nothing is dialled", () => {
  const { card } = show({ nowMs: 60_000 });

  expect(card.find("Dial 4711").title).toBe("Needs the server: not live now");
});
