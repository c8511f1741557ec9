// Questions to the list of tickets that the server keeps by name, see
// proto/jackfield/v1/saved_view.proto.

import type { TicketFilter, TicketOrder } from "./ticket";

export const VIEW_NAME_MAX = 64;

export interface TicketQuestion {
  readonly filter: TicketFilter;
  readonly order: TicketOrder;
}

export interface KeptView extends TicketQuestion {
  readonly name: string; // `savedViews/{view}`
  readonly displayName: string;
  readonly shared: boolean;
  readonly owner: string; // `users/{user}`
  readonly changeable: boolean; // By who is signed in.
  readonly etag: string;
}

// What is to be saved. Without `name` it is a new view.
export interface ViewDraft extends TicketQuestion {
  readonly name: string;
  readonly etag: string;
  readonly displayName: string;
  readonly shared: boolean;
}

const textOf = ({ filter, order }: TicketQuestion) =>
  JSON.stringify([order, ...Object.entries(filter).sort(([a], [b]) => (a < b ? -1 : 1))]);

export const sameQuestion = (one: TicketQuestion, other: TicketQuestion) =>
  textOf(one) === textOf(other);

// The question under a name: in the place of the view that has the name already.
export function draftFor(
  views: readonly KeptView[],
  { filter, order }: TicketQuestion,
  typed: string,
  shared: boolean,
): ViewDraft {
  const displayName = typed.trim().replace(/\s+/g, " ");
  const before = views.find(
    (view) => view.shared === shared && view.displayName === displayName && view.changeable,
  );
  const { name = "", etag = "" } = before ?? {};
  return { name, etag, displayName, shared, filter, order };
}

// As the server lists them, with `view` in its place.
export function withView(views: readonly KeptView[], view: KeptView): readonly KeptView[] {
  const others = views.filter(({ name }) => name !== view.name);
  return [...others, view].sort(
    (one, other) =>
      Number(one.shared) - Number(other.shared) || (one.displayName < other.displayName ? -1 : 1),
  );
}
