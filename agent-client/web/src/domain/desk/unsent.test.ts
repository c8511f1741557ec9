import { expect, test } from "vitest";
import { EMPTY_FIELDS } from "../tickets/draft";
import { apply } from "./desk";
import { aDesk } from "./fixtures";
import type { NewTicketAside, PromiseWords, Unsent, UnsentPromise, UnsentTicket } from "./state";
import { isFree } from "./state";
import { UNSENT_MAX, isBlank, withUnsent, withoutUnsent, wordsOf } from "./unsent";

const WORDS: PromiseWords = { until: "", note: "the bill", queue: "queues/sales", mine: true };
const aPromise = (call: string, words: Partial<PromiseWords> = {}): UnsentPromise => ({
  from: {
    kind: "promise",
    call,
    customer: "",
    displayName: "",
    number: { formatted: "", e164: "", raw: "110", place: "", kind: "unknown" },
    queue: "",
  },
  words: { ...WORDS, ...words },
});
const from = (call: string, customer: string): NewTicketAside => ({
  kind: "newTicket",
  call,
  customer,
  customerDisplayName: "",
});
const aTicketOf = (of: NewTicketAside, subject: string): UnsentTicket => ({
  from: of,
  words: { fields: { ...EMPTY_FIELDS, subject }, description: "", mine: true },
});
const subjectOf = (all: readonly Unsent[], of: NewTicketAside) =>
  wordsOf<UnsentTicket>(all, of)?.fields.subject;
const A = aPromise("calls/a");
const B = aPromise("calls/b");
const callsOf = (all: readonly Unsent[]) => all.map((one) => one.from.call);

test("of each call one is kept, as it was written last, in its place", () => {
  const changed = aPromise("calls/a", { note: "the boxes" });
  const kept = withUnsent([A, B], changed);

  expect(callsOf(kept)).toEqual(["calls/a", "calls/b"]);
  expect(wordsOf<UnsentPromise>(kept, A.from)?.note).toBe("the boxes");
  expect(wordsOf<UnsentPromise>(kept, aPromise("calls/c").from)).toBeUndefined();
});

test("the oldest make room", () => {
  let kept: readonly Unsent[] = [];
  for (let n = 0; n <= UNSENT_MAX; n += 1) kept = withUnsent(kept, aPromise(`calls/${n}`));

  expect(kept).toHaveLength(UNSENT_MAX);
  expect(kept[0]?.from.call).toBe("calls/1");
});

test("what was sent is kept no more", () => {
  expect(withoutUnsent([A, B], A.from)).toEqual([B]);
  expect(withoutUnsent([A], B.from)).toEqual([A]);
});

test("a ticket and a promise of one call are kept beside each other", () => {
  const ticket = aTicketOf(from("calls/a", "customers/w"), "Late");
  const kept = withUnsent([A], ticket);

  expect(kept).toEqual([A, ticket]);
  expect(withoutUnsent(kept, A.from)).toEqual([ticket]);
});

test("a ticket of one customer has nothing of another's, nor of one by hand", () => {
  const ofW = aTicketOf(from("calls/a", "customers/w"), "W's");
  const byHand = aTicketOf(from("", ""), "anybody's");
  const kept = withUnsent(withUnsent([], ofW), byHand);

  expect(subjectOf(kept, from("calls/a", "customers/w"))).toBe("W's");
  expect(subjectOf(kept, from("calls/a", "customers/v"))).toBeUndefined();
  expect(subjectOf(kept, from("", ""))).toBe("anybody's");
  expect(subjectOf(kept, from("", "customers/v"))).toBeUndefined();
});

test("a ticket that was begun before the caller was known goes on as the caller's", () => {
  const known = from("calls/a", "customers/w");
  const begun = withUnsent([], aTicketOf(from("calls/a", ""), "Late"));
  expect(subjectOf(begun, known)).toBe("Late");

  const kept = withUnsent(begun, aTicketOf(known, "Very late"));

  expect(kept).toEqual([aTicketOf(known, "Very late")]);
});

test("whom a ticket goes to alone is not worth keeping", () => {
  const { words } = aTicketOf(from("", ""), "");
  const fields = { ...words.fields, queue: "queues/sales" };

  expect(isBlank({ ...words, fields, mine: false })).toBe(true);
  expect(isBlank({ ...words, description: "He said" })).toBe(false);
  expect(isBlank({ ...words, fields: { ...fields, type: "complaint" } })).toBe(false);
});

test("a desk with one is not loaded anew", () => {
  const { state } = apply(aDesk({}), { kind: "act", act: { act: "keepUnsent", unsent: [A] } }, 0);

  expect(state.unsent).toEqual([A]);
  expect(isFree(state)).toBe(false);
  expect(isFree({ ...state, unsent: [] })).toBe(true);
});
