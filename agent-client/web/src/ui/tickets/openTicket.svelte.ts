// One ticket that is looked at: read, changed, and read again when somebody else changed it.

import type { Failure } from "../../domain/shared/failure";
import type {
  AskTickets,
  Ticket,
  TicketChange,
  TicketDetails,
  TicketEntry,
} from "../../domain/tickets/ticket";
import { Attempt } from "../shared/attempt";
import { changeFailureText } from "./words";

// What the parts need of the page that they are in.
export interface TicketDoor {
  readonly ask: AskTickets;
  readonly live: boolean;
  readonly nowMs: number; // By the server's clock, in whole seconds.
  readonly me: string; // `agents/{agent}`. Empty: who is signed in takes no work.
  readonly login: string; // Of who is signed in. Empty: not known.
  readonly supervises: boolean; // Tickets of others may be acted on as one's own.
  readonly queues: readonly { readonly name: string; readonly label: string }[];
  // To be chosen from. Empty: a login is typed.
  readonly agents: readonly { readonly name: string; readonly label: string }[];
  readonly onAnswered: (ticket: Ticket) => void; // As it is after an own change.
}

export class OpenTicket {
  ticket = $state.raw<TicketDetails | null>(null);
  entries = $state.raw<readonly TicketEntry[]>([]);
  nextPageToken = $state("");
  failed = $state(false);
  historyFailed = $state(false);
  busy = $state(false);
  problem = $state("");

  private turn = 0;
  private readonly attempt = new Attempt();

  constructor(
    private readonly name: string,
    private readonly door: TicketDoor,
  ) {}

  async load(): Promise<void> {
    this.turn += 1;
    const { turn } = this;
    const outcome = await this.door.ask({ query: "getTicket", name: this.name });
    if (turn !== this.turn) return;
    this.failed = !outcome.ok;
    if (!outcome.ok) return;
    this.ticket = outcome.value;
    await this.readHistory("");
  }

  async older(): Promise<void> {
    await this.readHistory(this.nextPageToken);
  }

  // As the server pushed it. What is newer than what is shown is read, with its history.
  notice(pushed: Ticket): void {
    const { ticket, busy } = this;
    if (ticket === null || busy || pushed.etag === ticket.etag) return;
    if ((pushed.updateMs ?? 0) >= (ticket.updateMs ?? 0)) void this.load();
  }

  // Whether it was made.
  async change(change: TicketChange): Promise<boolean> {
    const { ticket } = this;
    if (ticket === null || this.busy) return false;
    this.busy = true;
    this.problem = "";
    const requestId = this.attempt.idFor(change);
    const asked = { query: "changeTicket", ticket: ticket.name, change, requestId } as const;
    const outcome = await this.door.ask(asked);
    this.busy = false;
    if (!outcome.ok) {
      await this.fail(outcome.failure);
      return false;
    }
    this.attempt.done();
    this.ticket = outcome.value;
    this.door.onAnswered(outcome.value);
    await this.readHistory("");
    return true;
  }

  private async fail(failure: Failure): Promise<void> {
    this.problem = changeFailureText(failure);
    if (failure.reason === "ETAG_MISMATCH") await this.load();
  }

  private async readHistory(pageToken: string): Promise<void> {
    const { name } = this.ticket ?? { name: this.name };
    const outcome = await this.door.ask({ query: "listTicketEntries", ticket: name, pageToken });
    this.historyFailed = !outcome.ok;
    if (!outcome.ok) return;
    const { entries, nextPageToken } = outcome.value;
    this.entries = pageToken === "" ? entries : [...this.entries, ...entries];
    this.nextPageToken = nextPageToken;
  }
}

// What was typed and not sent, by ticket, until the page is left: a call that comes takes the place
// of a ticket, not the words.
const KEPT_MAX = 50;
const kept = new Map<string, string>();

export const keptComment = (ticket: string) => kept.get(ticket) ?? "";

export function keepComment(ticket: string, text: string): void {
  kept.delete(ticket);
  if (text !== "") kept.set(ticket, text);
  const [oldest] = kept.keys();
  if (kept.size > KEPT_MAX && oldest !== undefined) kept.delete(oldest);
}
