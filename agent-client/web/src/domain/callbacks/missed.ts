// Missed calls whose callers were reached since, and those that remain.

import type { Outcome } from "../desk/input";
import type { AskCallbacks } from "./callback";
import { EVERY_CALLBACK } from "./callback";

const PAGE = 500;
export const COUNTED_MAX = 2_000;

export interface MissedCount {
  readonly recovered: number;
  readonly remaining: number;
  readonly more: boolean; // There are others than those counted.
}

// Counts those that were missed since `fromMs`, page by page. null: whenever.
export async function countMissed(
  ask: AskCallbacks,
  queue: string,
  fromMs: number | null,
): Promise<Outcome<MissedCount>> {
  const filter = {
    ...EVERY_CALLBACK,
    origins: ["missedCall"],
    queue,
    createdFromMs: fromMs,
  } as const;
  let [recovered, counted, pageToken] = [0, 0, ""];
  do {
    const page = await ask({ query: "listCallbacks", filter, pageSize: PAGE, pageToken });
    if (!page.ok) return page;
    recovered += page.value.callbacks.filter((one) => one.recovered).length;
    counted += page.value.callbacks.length;
    pageToken = page.value.nextPageToken;
  } while (pageToken !== "" && counted < COUNTED_MAX);
  const value = { recovered, remaining: counted - recovered, more: pageToken !== "" };
  return { ok: true, value };
}
