// @vitest-environment happy-dom

import { expect, test } from "vitest";
import type { Failure } from "../../domain/shared/failure";
import { promiseFailureText } from "./words";

const aFailure = (change: Partial<Failure>): Failure => ({
  code: 9,
  reason: "",
  message: "",
  fields: [],
  ...change,
});

test.each([
  ["CALLBACK_EXISTS", "This number waits for a call in this queue already."],
  ["DO_NOT_CALL", "This customer does not want to be called."],
  ["NUMBER_INVALID", "This number cannot be called."],
  ["CALLBACKS_OF_PARTY_FULL", "There is no room for a further callback."],
])("%s is said in plain words", (reason, text) => {
  expect(promiseFailureText(aFailure({ reason }))).toBe(text);
});

test("a field that is refused is called as the form calls it", () => {
  const fields = [{ field: "callback.earliest_time", description: "must be after now" }];

  expect(promiseFailureText(aFailure({ code: 3, reason: "FIELD_INVALID", fields }))).toBe(
    "The server does not take “Not before”: must be after now",
  );
});

test("without an answer it is not known whether it is done", () => {
  expect(promiseFailureText(aFailure({ code: 4 }))).toContain("it may or may not be done");
});

test("what else was refused is told as the server says it", () => {
  expect(promiseFailureText(aFailure({ reason: "X_Y", message: "no such thing" }))).toBe(
    "The call is not promised: no such thing",
  );
  expect(promiseFailureText(aFailure({ reason: "X_Y" }))).toBe("The call is not promised: X_Y");
});
