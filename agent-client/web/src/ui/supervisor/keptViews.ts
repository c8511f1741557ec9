// The views that this browser keeps. Those of tickets are kept by the server: what was saved here
// before goes there, once.

import { ofTickets, parseViews, viewsText } from "../../domain/board/viewList";
import type { NamedView } from "../../domain/board/viewList";
import { parseView } from "../../domain/board/savedView";
import type { AskTickets } from "../../domain/tickets/ticket";
import { sameQuestion } from "../../domain/tickets/views";

const KEY = "jackfield.supervisor.views";

export const keptViews = () => parseViews(localStorage.getItem(KEY));

export function keepViews(views: readonly NamedView[]): void {
  localStorage.setItem(KEY, viewsText(views));
}

export const hasTicketViews = () => keptViews().some(ofTickets);

// Of a view whose name the server has for another question there are further names.
const COPIES_MAX = 9;

// Whether the server has it now.
async function move(ask: AskTickets, { name, query }: NamedView): Promise<boolean> {
  const { filter, order } = parseView(query).tickets;
  for (let copy = 1; copy <= COPIES_MAX; copy += 1) {
    const displayName = copy === 1 ? name : `${name} (${copy})`;
    const outcome = await ask({
      query: "saveTicketView",
      draft: { name: "", etag: "", displayName, shared: false, filter, order },
      requestId: crypto.randomUUID(),
    });
    if (outcome.ok) return true;
    if (outcome.failure.reason !== "SAVED_VIEW_EXISTS") return false;
    const listed = await ask({ query: "listTicketViews" });
    if (!listed.ok) return false;
    const there = listed.value.find((view) => !view.shared && view.displayName === displayName);
    if (there !== undefined && sameQuestion(there, { filter, order })) return true;
  }
  return false;
}

// What cannot be moved now stays here for the next time.
export async function moveTicketViews(ask: AskTickets): Promise<void> {
  for (const view of keptViews().filter(ofTickets)) {
    if (!(await move(ask, view))) continue;
    keepViews(keptViews().filter(({ name }) => name !== view.name));
  }
}
