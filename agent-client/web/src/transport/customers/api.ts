// Calls about customers and their history, carried out by the server. Loaded when something first
// asks for one.

import { create } from "@bufbuild/protobuf";
import type { Client, Transport } from "@connectrpc/connect";
import { createClient } from "@connectrpc/connect";
import { Direction } from "$proto/call_pb";
import type { Customer as CustomerMessage } from "$proto/customer_pb";
import { CustomerSchema, PossibleDuplicate_Reason } from "$proto/customer_pb";
import { CustomerService } from "$proto/customer_service_pb";
import type { Interaction } from "$proto/interaction_pb";
import { InteractionService } from "$proto/interaction_service_pb";
import type { AnswerValue, Request } from "../../domain/desk/command";
import type { Brief, Customer, CustomerDraft, Duplicate } from "../../domain/desk/values";
import { channelNumber, channelOf, flagOf, resultOf } from "../desk/mapping";
import type { CustomerQuery, QueryResult } from "../desk/protocol";
import { timeOf } from "../tickets/mapping";

const TIMELINE_PAGE = 40;
const SEARCH_PAGE = 20;

type TimelineRequest = Extract<Request, { readonly method: "GetTimeline" }>;
type NewCustomerQuery = Extract<
  CustomerQuery,
  { readonly query: "findDuplicates" | "createCustomer" }
>;

function customerOf(customer: CustomerMessage | undefined): Customer {
  return {
    name: customer?.name ?? "",
    displayName: customer?.displayName ?? "",
    company: customer?.company ?? "",
    role: customer?.role ?? "",
    tier: customer?.tier ?? "",
    flags: (customer?.flags ?? []).map(flagOf),
    languageCode: customer?.languageCode ?? "",
    pinnedNote: customer?.pinnedNote ?? "",
    numbers: (customer?.numbers ?? []).map(({ number }) => ({
      formatted: number?.formatted || number?.raw || "",
      e164: number?.e164 ?? "",
      raw: number?.raw ?? "",
    })),
    emailAddresses: [...(customer?.emailAddresses ?? [])],
    externalIds: (customer?.externalIds ?? []).map(({ system, value }) => ({ system, value })),
  };
}

function messageOf(draft: CustomerDraft): CustomerMessage {
  return create(CustomerSchema, {
    displayName: draft.displayName,
    company: draft.company,
    numbers: draft.number === "" ? [] : [{ number: { raw: draft.number } }],
    emailAddresses: draft.emailAddress === "" ? [] : [draft.emailAddress],
  });
}

const ALIKE: Readonly<Record<number, Duplicate["alike"]>> = {
  [PossibleDuplicate_Reason.NUMBER_AND_NAME]: "numberAndName",
  [PossibleDuplicate_Reason.NUMBER]: "number",
  [PossibleDuplicate_Reason.EMAIL_ADDRESS]: "emailAddress",
  [PossibleDuplicate_Reason.NAME_AND_COMPANY]: "nameAndCompany",
};

function briefOfInteraction(interaction: Interaction): Brief {
  const { detail } = interaction;
  const message = detail.case === "message" ? detail.value : null;
  return {
    name: interaction.name,
    channel: channelOf(interaction.channel),
    outbound: interaction.direction === Direction.OUTBOUND,
    startMs: timeOf(interaction.startTime),
    summary: interaction.summary,
    agentDisplayName: interaction.agentDisplayName,
    outcome: interaction.dispositionLabel,
    result: detail.case === "call" ? resultOf(detail.value.result) : "unknown",
    note: interaction.note,
    subject: message?.subject ?? "",
    body: message?.body ?? "",
    tickets: interaction.tickets,
  };
}

export class CustomerApi {
  private readonly customers: Client<typeof CustomerService>;
  private readonly interactions: Client<typeof InteractionService>;

  constructor(channel: Transport) {
    this.customers = createClient(CustomerService, channel);
    this.interactions = createClient(InteractionService, channel);
  }

  async timeline(request: TimelineRequest): Promise<AnswerValue> {
    const { customer, channel, pageToken } = request;
    const channels = channel === "unknown" ? [] : [channelNumber(channel)];
    const page = { customer, channels, pageSize: TIMELINE_PAGE, pageToken };
    const { interactions, nextPageToken } = await this.interactions.getTimeline(page);
    return { kind: "timeline", briefs: interactions.map(briefOfInteraction), nextPageToken };
  }

  async query(query: CustomerQuery): Promise<QueryResult> {
    switch (query.query) {
      case "searchCustomers": {
        const page = { query: query.text, pageSize: SEARCH_PAGE };
        const { customers, nextPageToken } = await this.customers.searchCustomers(page);
        return { customers: customers.map(customerOf), more: nextPageToken !== "" };
      }
      case "getCustomer":
        return customerOf((await this.customers.getCustomer({ name: query.name })).customer);
      case "getInteraction": {
        const { interaction } = await this.interactions.getInteraction({ name: query.name });
        if (interaction === undefined) throw new Error("no interaction");
        return briefOfInteraction(interaction);
      }
      case "findDuplicates":
      case "createCustomer":
        return this.newCustomer(query);
    }
  }

  private async newCustomer(query: NewCustomerQuery): Promise<QueryResult> {
    const customer = messageOf(query.customer);
    if (query.query === "findDuplicates") {
      const { possibleDuplicates } = await this.customers.findDuplicates({ customer });
      return possibleDuplicates.map((one) => ({
        customer: one.customer,
        displayName: one.displayName,
        company: one.company,
        alike: ALIKE[one.reason] ?? "unknown",
      }));
    }
    const { requestId } = query;
    const created = await this.customers.createCustomer({ customer, requestId });
    return {
      customer: customerOf(created.customer),
      claimed: created.claimedInteractionCount,
    };
  }
}
