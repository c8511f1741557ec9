// What the parts that show tickets need of a page, for tests of those parts alone: answers that are
// given, and no server. No page imports it.

import { flushSync } from "svelte";
import type { Outcome } from "../../domain/desk/input";
import type { AskTickets, TicketQuery, TicketResults } from "../../domain/tickets/ticket";
import type { Ticket } from "../../domain/tickets/ticket";
import type { TicketDoor } from "./openTicket.svelte";

type Answers = Partial<{
  readonly [Name in TicketQuery["query"]]: (
    query: Extract<TicketQuery, { query: Name }>,
  ) => Outcome<TicketResults[Name]>;
}>;

export const ok = <Value>(value: Value) => ({ ok: true, value }) as const;
export const refused = (reason: string, code = 9) =>
  ({ ok: false, failure: { code, reason, message: "", fields: [] } }) as const;

export class FakeDoor implements TicketDoor {
  live = true;
  nowMs = 1_790_000_000_000;
  me = "agents/ana";
  login = "ana";
  supervises = false;
  queues = [{ name: "queues/sales", label: "Sales" }];
  agents: TicketDoor["agents"] = [];
  readonly asked: TicketQuery[] = [];
  readonly answered: Ticket[] = [];
  readonly ask: AskTickets;

  constructor(answers: Answers) {
    const given = {
      listTicketEntries: () => ok({ entries: [], nextPageToken: "" }),
      listTicketViews: () => ok([]),
      ...answers,
    } as Readonly<Record<string, (query: TicketQuery) => unknown>>;
    const ask = (query: TicketQuery) => {
      this.asked.push(query);
      const answer = given[query.query];
      return answer === undefined
        ? Promise.reject(new Error(`no answer to ${query.query}`))
        : Promise.resolve(answer(query));
    };
    this.ask = ask as AskTickets;
  }

  onAnswered(ticket: Ticket): void {
    this.answered.push(ticket);
  }

  // What was asked so.
  of<Name extends TicketQuery["query"]>(name: Name): Extract<TicketQuery, { query: Name }>[] {
    return this.asked.filter(({ query }) => query === name) as never;
  }
}

// Lets what was answered be shown.
export async function settled(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 0));
  flushSync();
}

// Types into the field that is called so.
export function type(label: string, text: string): void {
  const labels = [...document.querySelectorAll("label")];
  const found = labels.find((one) => (one.textContent ?? "").includes(label));
  const field = found?.querySelector<HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement>(
    "input, textarea, select",
  );
  if (!field) throw new Error(`no field ${label} in: ${document.body.textContent}`);
  field.value = text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.dispatchEvent(new Event("change", { bubbles: true }));
  flushSync();
}
