import { expect, test } from "vitest";
import { apply } from "./desk";
import { aDesk } from "./fixtures";
import { PROMISES_MAX, withPromise, withoutPromise, wordsOf } from "./promises";
import type { PromiseWords, UnsentPromise } from "./state";
import { isFree } from "./state";

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
const A = aPromise("calls/a");
const B = aPromise("calls/b");
const callsOf = (promises: readonly UnsentPromise[]) => promises.map(({ from }) => from.call);

test("of each call one is kept, as it was written last, in its place", () => {
  const kept = withPromise([A, B], aPromise("calls/a", { note: "the boxes" }));

  expect(callsOf(kept)).toEqual(["calls/a", "calls/b"]);
  expect(wordsOf(kept, "calls/a")?.note).toBe("the boxes");
  expect(wordsOf(kept, "calls/c")).toBeUndefined();
});

test("the oldest make room", () => {
  let kept: readonly UnsentPromise[] = [];
  for (let n = 0; n <= PROMISES_MAX; n += 1) kept = withPromise(kept, aPromise(`calls/${n}`));

  expect(kept).toHaveLength(PROMISES_MAX);
  expect(kept[0]?.from.call).toBe("calls/1");
});

test("what was sent is kept no more", () => {
  expect(withoutPromise([A, B], "calls/a")).toEqual([B]);
});

test("a desk with one is not loaded anew", () => {
  const { state } = apply(
    aDesk({}),
    { kind: "act", act: { act: "keepPromises", promises: [A] } },
    0,
  );

  expect(state.promises).toEqual([A]);
  expect(isFree(state)).toBe(false);
  expect(isFree({ ...state, promises: [] })).toBe(true);
});
