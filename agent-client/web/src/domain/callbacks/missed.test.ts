import { expect, test } from "vitest";
import type { AskCallbacks, Callback, CallbackQuery } from "./callback";
import { aCallback } from "./fixtures";
import { COUNTED_MAX, countMissed } from "./missed";

// Gives the pages one after the other.
function pages(...given: readonly (readonly Callback[])[]) {
  const asked: CallbackQuery[] = [];
  const ask: AskCallbacks = (query) => {
    const callbacks = given[asked.length] ?? [];
    asked.push(query);
    const nextPageToken = asked.length < given.length ? `page ${asked.length}` : "";
    return Promise.resolve({ ok: true, value: { callbacks, nextPageToken } });
  };
  return { ask, asked };
}

const RECOVERED = aCallback({ recovered: true });
const REMAINING = aCallback({});

test("those who were reached since and those who remain are counted over all pages", async () => {
  const { ask, asked } = pages([RECOVERED, REMAINING], [REMAINING]);

  expect(await countMissed(ask, "queues/sales", 5_000)).toEqual({
    ok: true,
    value: { recovered: 1, remaining: 2, more: false },
  });
  expect(asked.map(({ pageToken }) => pageToken)).toEqual(["", "page 1"]);
  expect(asked[0]?.filter).toMatchObject({
    origins: ["missedCall"],
    states: [],
    queue: "queues/sales",
    createdFromMs: 5_000,
  });
});

test("of very many the newest are counted, and that there are more is told", async () => {
  const full = Array.from({ length: COUNTED_MAX / 2 }, () => RECOVERED);
  const { ask } = pages(full, full, [REMAINING]);

  expect(await countMissed(ask, "", null)).toEqual({
    ok: true,
    value: { recovered: COUNTED_MAX, remaining: 0, more: true },
  });
});

test("a page that failed gives no count", async () => {
  const failed = {
    ok: false,
    failure: { code: 14, reason: "", message: "", fields: [] },
  } as const;

  expect(await countMissed(() => Promise.resolve(failed), "", 0)).toEqual(failed);
});
