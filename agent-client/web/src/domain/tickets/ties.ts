// What may be told of a ticket beside its fields: how content the customer was, and files.

import type { TicketDetails } from "./ticket";

export const ATTACHED_NAME_MAX = 128;
export const ATTACHED_URI_MAX = 1_024;

// Only what a browser opens without doubt who answers.
export const mayBeAttached = (uri: string) => uri.startsWith("https://") && URL.canParse(uri);

const RATED_FOR_MS = 3 * 24 * 3_600_000; // After its closing.

// Whether the server takes how content the customer was.
export function mayBeRated({ state, mergedInto, closeMs }: TicketDetails, nowMs: number): boolean {
  if (mergedInto !== "") return false;
  return state === "resolved" || (closeMs !== null && nowMs - closeMs < RATED_FOR_MS);
}
