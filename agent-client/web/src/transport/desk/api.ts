// The desk's requests and queries, carried out by the server.

import { durationFromMs, timestampFromMs } from "@bufbuild/protobuf/wkt";
import type { Transport } from "@connectrpc/connect";
import { createClient } from "@connectrpc/connect";
import { DeskService } from "$proto/desk_service_pb";
import type { Principal } from "$proto/session_pb";
import { SessionService } from "$proto/session_service_pb";
import { Role } from "$proto/user_pb";
import type { AnswerValue, Request } from "../../domain/desk/command";
import { COOKIE_SESSION } from "../shared/channel";
import type { CallbackQuery } from "../../domain/callbacks/callback";
import type { CallRequest, CallbackRequest } from "../../domain/desk/command";
import type { TicketQuery } from "../../domain/tickets/ticket";
import {
  agentStateNumber,
  callerOf,
  commandKindOf,
  popModeNumber,
  popModeOf,
  snapshotOf,
  statusOf,
  wrapUpOf,
} from "./mapping";
import type { CustomerQuery, Query, QueryResult, SignedIn } from "./protocol";

const CLIENT_NAME = "web 0.1.0";

// What is used now and then is loaded when it is used first.
const openCustomers = async (channel: Transport) =>
  new (await import("../customers/api")).CustomerApi(channel);
const openTickets = async (channel: Transport) =>
  new (await import("../tickets/api")).TicketApi(channel);
const openCallbacks = async (channel: Transport) =>
  new (await import("../callbacks/api")).CallbackApi(channel);
const openControl = async (channel: Transport) =>
  new (await import("./callControl")).CallControl(channel);

type OfCall = "SaveWrapUpNote" | "CompleteWrapUp" | "ExtendWrapUp" | "ChooseCaller";

const DONE: AnswerValue = { kind: "done" };

function signedInOf(principal: Principal | undefined): SignedIn {
  const roles = principal?.roles ?? [];
  return {
    login: principal?.name ?? "",
    displayName: principal?.displayName ?? "",
    agent: principal?.agent ?? "",
    supervisor: roles.includes(Role.SUPERVISOR) || roles.includes(Role.ADMIN),
  };
}

// The round trip as the requests tell it; null: it was not measured yet.
function measured(ms: number | null) {
  if (ms === null) return {};
  return { roundTripDuration: durationFromMs(ms) };
}

export class DeskApi {
  private readonly desk;
  private readonly sessions;

  constructor(private readonly channel: Transport) {
    this.desk = createClient(DeskService, channel);
    this.sessions = createClient(SessionService, channel);
  }

  watch(resumeCursor: bigint, roundTripMs: number | null, signal: AbortSignal) {
    const request = { resumeCursor, clientName: CLIENT_NAME, ...measured(roundTripMs) };
    return this.desk.watchDesk(request, { signal });
  }

  async whole() {
    const { desk, cursor } = await this.desk.getDesk({});
    return { snapshot: desk ? snapshotOf(desk) : null, cursor };
  }

  async whoAmI(roundTripMs: number | null): Promise<SignedIn> {
    return signedInOf((await this.sessions.whoAmI(measured(roundTripMs))).principal);
  }

  // `requestId` is of this one request, which nothing here repeats; `atMs` is by the server's
  // clock.
  async ask(request: Request, requestId: string, atMs: number): Promise<AnswerValue> {
    switch (request.method) {
      case "SetAgentState": {
        const { reason } = request;
        const state = agentStateNumber(request.state);
        const { status } = await this.desk.setAgentState({ state, reason, requestId });
        return { kind: "status", status: statusOf(status) };
      }
      case "ReportPopShown":
        await this.desk.reportPopShown({
          offer: request.offer,
          paintedTime: timestampFromMs(Math.floor(atMs)),
        });
        return DONE;
      case "GetTimeline":
        return (await openCustomers(this.channel)).timeline(request);
      case "SetPopMode": {
        const popMode = popModeNumber(request.popMode);
        const { agent } = await this.desk.setPopMode({ popMode, requestId });
        return { kind: "popMode", popMode: popModeOf(agent?.popMode ?? popMode) };
      }
      case "AcknowledgeMissed":
        await this.desk.acknowledgeMissed({ offers: [...request.offers], requestId });
        return DONE;
      case "AcceptWorkOffer":
        await this.desk.acceptWorkOffer({ name: request.name, requestId });
        return DONE;
      case "DeclineWorkOffer":
        await this.desk.declineWorkOffer({ name: request.name, requestId });
        return DONE;
      case "AcknowledgeNotices":
        await this.desk.acknowledgeNotices({ names: [...request.names], requestId });
        return DONE;
      case "AnswerCall":
      case "DeclineCall":
      case "HoldCall":
      case "RetrieveCall":
      case "HangUpCall":
      case "TransferCall":
      case "ConsultCall":
      case "CompleteTransfer":
      case "CancelConsultation":
      case "ConferenceCall":
      case "DialNumber":
        return this.control(request, requestId);
      case "TakeCallback":
      case "ReturnCallback":
      case "CancelCallback":
      case "CompleteCallback":
        return this.changeCallback(request, requestId);
      case "SaveWrapUpNote":
      case "CompleteWrapUp":
      case "ExtendWrapUp":
      case "ChooseCaller":
        return this.askOfCall(request, requestId);
    }
  }

  private async control(request: CallRequest, requestId: string): Promise<AnswerValue> {
    const issued = await (await openControl(this.channel)).issue(request, requestId);
    const { commandId = "", kind = 0 } = issued ?? {};
    return { kind: "issued", commandId, command: commandKindOf(kind) };
  }

  private async changeCallback(request: CallbackRequest, requestId: string): Promise<AnswerValue> {
    const callback = await (await openCallbacks(this.channel)).change(request, requestId);
    return callback === null ? DONE : { kind: "callback", callback };
  }

  private async askOfCall(
    request: Extract<Request, { readonly method: OfCall }>,
    requestId: string,
  ): Promise<AnswerValue> {
    const { call } = request;
    switch (request.method) {
      case "SaveWrapUpNote": {
        const { note, revision: noteRevision } = request;
        const saved = await this.desk.saveWrapUpNote({ call, note, noteRevision });
        return { kind: "noteSaved", revision: saved.noteRevision };
      }
      case "CompleteWrapUp": {
        const { disposition, note } = request;
        const { wrapUp } = await this.desk.completeWrapUp({ call, disposition, note, requestId });
        return wrapUp ? { kind: "wrapUp", wrapUp: wrapUpOf(wrapUp) } : DONE;
      }
      case "ExtendWrapUp": {
        const { wrapUp } = await this.desk.extendWrapUp({ call, requestId });
        return wrapUp ? { kind: "wrapUp", wrapUp: wrapUpOf(wrapUp) } : DONE;
      }
      case "ChooseCaller": {
        const choice =
          request.customer === ""
            ? ({ case: "notThem", value: true } as const)
            : ({ case: "customer", value: request.customer } as const);
        const { caller } = await this.desk.chooseCaller({ call, choice, requestId });
        return { kind: "caller", caller: callerOf(caller) };
      }
    }
  }

  async query(query: Query): Promise<QueryResult> {
    switch (query.query) {
      case "signIn": {
        const { login, password } = query;
        const credentials = { login, password, clientName: CLIENT_NAME };
        const { session } = await this.sessions.signIn(credentials, { headers: COOKIE_SESSION });
        return signedInOf(session?.principal);
      }
      case "signOut":
        await this.sessions.signOut({});
        return null;
      case "searchCustomers":
      case "getCustomer":
      case "getInteraction":
      case "findDuplicates":
      case "createCustomer":
        return this.ofCustomers(query);
      case "getTicket":
      case "listTicketEntries":
      case "listTickets":
      case "createTicket":
      case "changeTicket":
      case "listTicketViews":
      case "saveTicketView":
      case "deleteTicketView":
        return this.ofTickets(query);
      case "listCallbacks":
        return this.listCallbacks(query);
      case "promiseCall":
        return (await openCallbacks(this.channel)).promise(query);
    }
  }

  private async ofCustomers(query: CustomerQuery): Promise<QueryResult> {
    return (await openCustomers(this.channel)).query(query);
  }

  private async listCallbacks(query: CallbackQuery): Promise<QueryResult> {
    return (await openCallbacks(this.channel)).list(query);
  }

  private async ofTickets(query: TicketQuery): Promise<QueryResult> {
    return (await openTickets(this.channel)).query(query);
  }
}
