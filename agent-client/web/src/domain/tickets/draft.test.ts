import { expect, test } from "vitest";
import type { FieldsDraft } from "./draft";
import {
  EMPTY_FIELDS,
  amountOf,
  changedFields,
  complaintOf,
  faultOf,
  fieldsOf,
  minorUnitsOf,
  rebased,
} from "./draft";
import { aTicket } from "./fixtures";
import { NO_COMPLAINT } from "./ticket";

const draft = (change: Partial<FieldsDraft>): FieldsDraft => ({
  ...EMPTY_FIELDS,
  subject: "Late",
  type: "complaint",
  ...change,
});

test.each([
  ["12", "EUR", 1_200],
  ["12.5", "EUR", 1_250],
  ["12,50", "EUR", 1_250],
  ["300", "JPY", 300],
  ["1.234", "KWD", 1_234],
  ["12.505", "EUR", null],
  ["1.5", "JPY", null],
  ["-3", "EUR", null],
  ["three", "EUR", null],
  ["12", "euro", null],
])("%s %s in the smallest unit", (amount, code, expected) => {
  expect(minorUnitsOf(amount, code)).toBe(expected);
});

test.each([
  [1_250, "EUR", "12.50"],
  [300, "JPY", "300"],
  [0, "", ""],
])("%d of %s as people write it", (compensationMinorUnits, currencyCode, expected) => {
  expect(amountOf({ ...NO_COMPLAINT, compensationMinorUnits, currencyCode })).toBe(expected);
});

test.each<[string, Partial<FieldsDraft>, string | null]>([
  ["nothing", {}, null],
  ["no subject", { subject: "  " }, "subject"],
  ["a compensation without a currency", { amount: "5" }, "currency"],
  ["a compensation that is none", { amount: "much", currencyCode: "EUR" }, "amount"],
  ["a currency in small letters", { amount: "5", currencyCode: "eur" }, null],
  ["a compensation of what is no complaint", { type: "task", amount: "much" }, null],
])("%s is wrong with a draft", (_, change, expected) => {
  expect(faultOf(draft(change))).toBe(expected);
});

test("a complaint is told with what is stated of it, and not at all when nothing is", () => {
  expect(complaintOf(draft({}))).toBeNull();
  expect(complaintOf(draft({ type: "task", severity: 2 }))).toBeNull();
  expect(complaintOf(draft({ severity: 2, amount: "5", currencyCode: "eur" }))).toEqual({
    severity: 2,
    cause: "",
    promisedAction: "",
    compensationMinorUnits: 500,
    currencyCode: "EUR",
  });
});

test("only what differs is changed", () => {
  const complaint = { ...NO_COMPLAINT, severity: 2 };
  const ticket = aTicket({ type: "complaint", complaint });
  const fields = fieldsOf(ticket);

  expect(changedFields(ticket, fields)).toEqual({});
  expect(changedFields(ticket, { ...fields, subject: "Later ", priority: "high" })).toEqual({
    subject: "Later",
    priority: "high",
  });
  expect(changedFields(ticket, { ...fields, severity: 3 })).toEqual({
    complaint: { ...complaint, severity: 3 },
  });
});

test("what somebody else changed meanwhile is not undone by what was not touched", () => {
  const base = aTicket({});
  const typed = { ...fieldsOf(base), subject: "Lost" };
  const now = aTicket({ priority: "urgent", subject: "Late again" });

  expect(rebased(typed, base, now)).toEqual({ ...fieldsOf(now), subject: "Lost" });
});

test("what becomes a complaint is told with its fields", () => {
  const ticket = aTicket({});

  expect(changedFields(ticket, { ...fieldsOf(ticket), type: "complaint", severity: 1 })).toEqual({
    type: "complaint",
    complaint: { ...NO_COMPLAINT, severity: 1 },
  });
});
