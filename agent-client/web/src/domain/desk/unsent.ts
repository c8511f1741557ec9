// What is begun and not sent, promised calls and new tickets, by what it is of: what takes the
// place of the form, or ends the call, takes no words.

import { EMPTY_FIELDS } from "../tickets/draft";
import type { NewTicketAside, PromiseAside, TicketWords, Unsent } from "./state";

export const UNSENT_MAX = 20;

type All = readonly Unsent[];
type From = PromiseAside | NewTicketAside;

// Of a promised call the call is enough. A ticket may be of the same call, but of somebody else who
// was searched for.
export const keyOf = (from: From): string =>
  from.kind === "promise" ? `promise ${from.call}` : `ticket ${from.call} ${from.customer}`;

// A ticket that was begun while nobody knew who calls is the caller's.
const ofUnknown = (from: From): string =>
  from.kind === "newTicket" && from.call !== "" ? keyOf({ ...from, customer: "" }) : keyOf(from);

function placeOf(all: All, from: From): number {
  const same = all.findIndex((one) => keyOf(one.from) === keyOf(from));
  return same < 0 ? all.findIndex((one) => keyOf(one.from) === ofUnknown(from)) : same;
}

// undefined: nothing is kept.
export function wordsOf<One extends Unsent>(all: All, from: One["from"]): One["words"] | undefined {
  return all[placeOf(all, from)]?.words; // What is of the same kind has the same words.
}

// Where it was, if it was there.
export function withUnsent(all: All, unsent: Unsent): All {
  const at = placeOf(all, unsent.from);
  return at < 0 ? [...all, unsent].slice(-UNSENT_MAX) : all.with(at, unsent);
}

export function withoutUnsent(all: All, from: From): All {
  const at = placeOf(all, from);
  return at < 0 ? all : all.toSpliced(at, 1);
}

// Whether nothing of a ticket was typed or chosen, but for whom it goes to.
export function isBlank({ fields, description }: TicketWords): boolean {
  const typed = Object.entries({ ...fields, queue: "" });
  const before: Readonly<Record<string, unknown>> = { ...EMPTY_FIELDS };
  return description.trim() === "" && typed.every(([name, value]) => value === before[name]);
}
