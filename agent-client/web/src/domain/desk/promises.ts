// Promised calls that are begun and not sent, by the call that they are of: what takes the place of
// the form, or ends the call, takes no words.

import type { PromiseWords, UnsentPromise } from "./state";

export const PROMISES_MAX = 20;

type Promises = readonly UnsentPromise[];

export function wordsOf(promises: Promises, call: string): PromiseWords | undefined {
  return promises.find(({ from }) => from.call === call)?.words;
}

// Where it was, if it was there.
export function withPromise(promises: Promises, promise: UnsentPromise): Promises {
  const at = promises.findIndex(({ from }) => from.call === promise.from.call);
  return at < 0 ? [...promises, promise].slice(-PROMISES_MAX) : promises.with(at, promise);
}

export function withoutPromise(promises: Promises, call: string): Promises {
  return promises.filter(({ from }) => from.call !== call);
}
