import type { MessageInitShape } from "@bufbuild/protobuf";
import { createClient, createRouterTransport } from "@connectrpc/connect";
import { expect, test } from "vitest";
import type { TicketSchema } from "$proto/ticket_pb";
import { TicketEntry_Visibility, Ticket_State } from "$proto/ticket_pb";
import { TicketService } from "$proto/ticket_service_pb";
import type { TicketChange } from "../../domain/tickets/ticket";
import { changeTicket } from "./changes";

const WATCHED: MessageInitShape<typeof TicketSchema> = {
  name: "tickets/t1",
  watchers: ["ana"],
  linkedTickets: ["tickets/t2"],
  closeTime: { seconds: 2n },
};

// What the server was asked, and what the ticket is after it.
async function make(change: TicketChange) {
  const asked: Record<string, unknown>[] = [];
  const answer = (request: unknown) => {
    const { $typeName, ...fields } = request as Record<string, unknown>;
    asked.push({ of: String($typeName).replace("jackfield.v1.", ""), ...fields });
    return { ticket: WATCHED };
  };
  const transport = createRouterTransport(({ service }) => {
    service(TicketService, {
      setTicketWatch: answer,
      linkTicket: answer,
      attachToTicket: answer,
      getTicket: answer,
      mergeTickets: (request) => {
        answer(request);
        return { ticket: { name: "tickets/t2" } };
      },
      setTicketState: answer,
    });
  });
  const tickets = createClient(TicketService, transport);
  const after = await changeTicket(tickets, { ticket: "tickets/t1", change, requestId: "r1" });
  return { asked, after };
}

test("a ticket is watched, or no more, and the answer says who watches it", async () => {
  const { asked, after } = await make({ kind: "watch", stop: false });
  expect(asked).toMatchObject([{ of: "SetTicketWatchRequest", ticket: "tickets/t1", stop: false }]);
  expect(after).toMatchObject({ watchers: ["ana"], linked: ["tickets/t2"], closeMs: 2_000 });

  const stopped = await make({ kind: "watch", stop: true });
  expect(stopped.asked).toMatchObject([{ stop: true, requestId: "r1" }]);
});

test("a link is made with another ticket, and taken off", async () => {
  const other = "tickets/14";
  for (const remove of [false, true]) {
    const { asked } = await make({ kind: "link", other, remove });

    expect(asked).toMatchObject([
      { of: "LinkTicketRequest", other: { case: "linkedTicket", value: other }, remove },
    ]);
  }
});

test("what became part of another is read as it is then, not as that other", async () => {
  const { asked, after } = await make({ kind: "merge", into: "tickets/14" });

  expect(asked).toMatchObject([
    { of: "MergeTicketsRequest", ticket: "tickets/14", merged: "tickets/t1", requestId: "r1" },
    { of: "GetTicketRequest", name: "tickets/t1" },
  ]);
  expect(after.name).toBe("tickets/t1");
});

test("a reference is attached for colleagues, or for the customer, too", async () => {
  const reference = { kind: "attach", displayName: "Bill", uri: "https://files.test/1" } as const;
  const { asked } = await make({ ...reference, isPublic: false });
  expect(asked).toMatchObject([
    {
      displayName: "Bill",
      uri: "https://files.test/1",
      visibility: TicketEntry_Visibility.INTERNAL,
    },
  ]);

  const shown = await make({ ...reference, isPublic: true });
  expect(shown.asked).toMatchObject([{ visibility: TicketEntry_Visibility.PUBLIC }]);
});

test("a state goes with its words, and a reminder only where there is one", async () => {
  const state = { kind: "state", reminderMs: null, comment: "Done.", isPublic: true } as const;
  const { asked } = await make({ ...state, state: "resolved", etag: "e1" });

  expect(asked).toMatchObject([{ state: Ticket_State.RESOLVED, comment: "Done.", etag: "e1" }]);
  expect(asked[0]?.["reminderTime"]).toBeUndefined();
});
