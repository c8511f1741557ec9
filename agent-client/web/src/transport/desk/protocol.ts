// What a page and the worker that holds its link say to each other. Plain data, cloned on the way.

import type { AnswerValue, Request } from "../../domain/desk/command";
import type { Outcome } from "../../domain/desk/input";
import type { Draft, StreamState } from "../../domain/desk/state";
import type { CallbackPage, CallbackQuery, PromiseQuery } from "../../domain/callbacks/callback";
import type { TicketQuery, TicketResults } from "../../domain/tickets/ticket";
import type { Brief, Customer, CustomerDraft, Duplicate, Update } from "../../domain/desk/values";

// Who is signed in. `agent` is empty for somebody who takes no calls.
export interface SignedIn {
  readonly login: string; // `users/{user}`
  readonly displayName: string;
  readonly agent: string;
  readonly supervisor: boolean;
}

export type CustomerQuery =
  | { readonly query: "searchCustomers"; readonly text: string }
  | { readonly query: "getCustomer"; readonly name: string }
  | { readonly query: "getInteraction"; readonly name: string }
  | { readonly query: "findDuplicates"; readonly customer: CustomerDraft }
  | {
      readonly query: "createCustomer";
      readonly customer: CustomerDraft;
      readonly requestId: string;
    };

// Short calls beside the desk's own requests.
export type Query =
  | { readonly query: "signIn"; readonly login: string; readonly password: string }
  | { readonly query: "signOut" }
  | CustomerQuery
  | CallbackQuery
  | PromiseQuery
  | TicketQuery;

export interface Results extends TicketResults {
  readonly signIn: SignedIn;
  readonly signOut: null;
  readonly searchCustomers: { readonly customers: readonly Customer[]; readonly more: boolean };
  readonly getCustomer: Customer;
  readonly getInteraction: Brief;
  readonly findDuplicates: readonly Duplicate[];
  readonly listCallbacks: CallbackPage;
  readonly promiseCall: null;
  readonly createCustomer: { readonly customer: Customer; readonly claimed: number };
}

export type QueryResult = Results[keyof Results];

export type ToWorker =
  | { readonly kind: "ask"; readonly id: number; readonly request: Request; readonly atMs: number }
  | { readonly kind: "query"; readonly id: number; readonly query: Query }
  | { readonly kind: "visible"; readonly visible: boolean }
  | { readonly kind: "wake" } // The computer slept, the network is back, the page was hidden.
  | { readonly kind: "reconnect" } // The person wants it now, also after a desk elsewhere.
  | { readonly kind: "draft"; readonly call: string; readonly draft: Draft }
  | { readonly kind: "silence" } // The ring was stopped here: in every tab.
  | { readonly kind: "bye" };

export type ToPage =
  | { readonly kind: "session"; readonly signedIn: SignedIn | null }
  | { readonly kind: "link"; readonly to: StreamState; readonly detail: string }
  | { readonly kind: "update"; readonly update: Update }
  | { readonly kind: "roundTrip"; readonly ms: number }
  | { readonly kind: "answer"; readonly id: number; readonly outcome: Outcome<AnswerValue> }
  | { readonly kind: "result"; readonly id: number; readonly outcome: Outcome<QueryResult> }
  | { readonly kind: "leader"; readonly leader: boolean } // Who rings.
  | { readonly kind: "draft"; readonly call: string; readonly draft: Draft }
  | { readonly kind: "silence" };

// The side of a channel that a page or the worker holds.
export interface Port<Out> {
  send(message: Out): void;
}
