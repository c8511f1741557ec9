// The views that this browser keeps. Those of tickets are kept by the server: what was saved here
// before goes there, once.

import { ofTickets, parseViews, viewsText } from "../../domain/board/viewList";
import type { NamedView } from "../../domain/board/viewList";
import { parseView } from "../../domain/board/savedView";
import type { AskTickets } from "../../domain/tickets/ticket";

const KEY = "jackfield.supervisor.views";

export const keptViews = () => parseViews(localStorage.getItem(KEY));

export function keepViews(views: readonly NamedView[]): void {
  localStorage.setItem(KEY, viewsText(views));
}

export const hasTicketViews = () => keptViews().some(ofTickets);

// What cannot be moved now stays here for the next time.
export async function moveTicketViews(ask: AskTickets): Promise<void> {
  for (const view of keptViews().filter(ofTickets)) {
    const { filter, order } = parseView(view.query).tickets;
    const outcome = await ask({
      query: "saveTicketView",
      draft: { name: "", etag: "", displayName: view.name, shared: false, filter, order },
      requestId: crypto.randomUUID(),
    });
    if (!outcome.ok && outcome.failure.reason !== "SAVED_VIEW_EXISTS") return;
    keepViews(keptViews().filter(({ name }) => name !== view.name));
  }
}
