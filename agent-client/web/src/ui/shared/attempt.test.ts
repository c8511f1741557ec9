import { expect, test } from "vitest";
import { Attempt } from "./attempt";

test("the same that is sent again has the same id", () => {
  const attempt = new Attempt();

  expect(attempt.idFor({ note: "a", at: 1 })).toBe(attempt.idFor({ note: "a", at: 1 }));
});

test("what differs in a word is another act", () => {
  const attempt = new Attempt();

  expect(attempt.idFor({ note: "a" })).not.toBe(attempt.idFor({ note: "b" }));
});

test("the same once more, after it was done, is another act", () => {
  const attempt = new Attempt();
  const before = attempt.idFor(["delete", "v1"]);
  attempt.done();

  expect(attempt.idFor(["delete", "v1"])).not.toBe(before);
});
