// Saved views of tickets, kept by the server.

import { create } from "@bufbuild/protobuf";
import { durationFromMs, durationMs } from "@bufbuild/protobuf/wkt";
import type { Client, Transport } from "@connectrpc/connect";
import { createClient } from "@connectrpc/connect";
import type { SavedView } from "$proto/saved_view_pb";
import { SavedViewSchema } from "$proto/saved_view_pb";
import { SavedViewService } from "$proto/saved_view_service_pb";
import { TicketFilterSchema } from "$proto/ticket_service_pb";
import { TICKET_ORDERS } from "../../domain/tickets/ticket";
import type { KeptView, ViewDraft } from "../../domain/tickets/views";
import { filterFrom, messageOf } from "./filter";
import { known, numberOf } from "./mapping";

const CHANGED = ["filter", "due_within_duration", "order"];

export function viewOf(view: SavedView): KeptView {
  const { name, displayName, shared, owner, changeable, etag } = view;
  const due = view.dueWithinDuration;
  const filter = view.filter ?? create(TicketFilterSchema);
  return {
    name,
    displayName,
    shared,
    owner,
    changeable,
    etag,
    filter: filterFrom(filter, due ? durationMs(due) : 0),
    order: known(TICKET_ORDERS, view.order, "newest"),
  };
}

export function savedViewOf(draft: ViewDraft): SavedView {
  const { name, etag, displayName, shared } = draft;
  const { dueWithinMs } = draft.filter;
  return create(SavedViewSchema, {
    name,
    etag,
    displayName,
    shared,
    filter: messageOf(draft.filter),
    order: numberOf(TICKET_ORDERS, draft.order),
    ...(dueWithinMs > 0 ? { dueWithinDuration: durationFromMs(dueWithinMs) } : {}),
  });
}

function given(view: SavedView | undefined): KeptView {
  if (view === undefined) throw new Error("no view in the answer");
  return viewOf(view);
}

export class TicketViewApi {
  private readonly views: Client<typeof SavedViewService>;

  constructor(channel: Transport) {
    this.views = createClient(SavedViewService, channel);
  }

  async list(): Promise<readonly KeptView[]> {
    return (await this.views.listSavedViews({})).savedViews.map(viewOf);
  }

  async save(draft: ViewDraft, requestId: string): Promise<KeptView> {
    const savedView = savedViewOf(draft);
    if (draft.name === "") {
      return given((await this.views.createSavedView({ savedView, requestId })).savedView);
    }
    const updateMask = { paths: CHANGED };
    const request = { savedView, updateMask, requestId };
    return given((await this.views.updateSavedView(request)).savedView);
  }

  async remove(request: { name: string; etag: string; requestId: string }): Promise<null> {
    await this.views.deleteSavedView(request);
    return null;
  }
}
