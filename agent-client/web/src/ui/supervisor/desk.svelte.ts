// What the parts of the supervisor's page share: who is signed in, the live board, and the view,
// which is the address.

import { getContext, setContext } from "svelte";
import type { Principal } from "$proto/session_pb";
import { Role } from "$proto/user_pb";
import { reasonLabel } from "../../domain/board/agentTable";
import type { AgentFilter } from "../../domain/board/agentTable";
import { formatView, parseView } from "../../domain/board/savedView";
import type { Page, SavedView } from "../../domain/board/savedView";
import type { TicketFilter } from "../../domain/tickets/ticket";
import type { Failure } from "../../domain/shared/failure";
import { sharedFeed } from "../../transport/board/feed";
import { boardServer } from "../../transport/board/server";
import type { BoardServer } from "../../transport/board/server";
import { failureOf } from "../../transport/shared/failure";
import { BoardFigures } from "../board/boardFigures.svelte";
import { failureText } from "../board/failureWords";
import { LiveBoard } from "../board/liveBoard.svelte";

const MEASURE_MS = 5_000;
const TOLD_MS = 6_000;

export interface Told {
  readonly text: string;
  readonly bad: boolean;
}

export class SupervisorDesk {
  readonly server: BoardServer;
  readonly live: LiveBoard;
  readonly figures: BoardFigures;
  principal = $state.raw<Principal | null>(null);
  view = $state.raw<SavedView>(parseView(location.search));
  told = $state.raw<Told | null>(null);
  breachedTickets = $state(0); // As far as the page counts them.
  // The version that the page was loaded from, and the one that the server has now.
  #loadedVersion = "";
  #serverVersion = $state("");
  #tellTimer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    this.server = boardServer({ baseUrl: location.origin });
    this.live = new LiveBoard({
      server: this.server,
      feed: sharedFeed(this.server),
      measureMs: MEASURE_MS,
      onVersion: (version) => {
        this.hearVersion(version);
      },
    });
    this.figures = new BoardFigures({
      live: this.live,
      historyKey: "jackfield.supervisor.history",
    });
  }

  readonly newVersion = $derived(
    this.#serverVersion !== "" && this.#serverVersion !== this.#loadedVersion,
  );
  // Why agents may be not ready, as configured.
  readonly reasons = $derived.by(() => this.live.board.tables.site?.notReadyReasons ?? []);
  readonly isAdmin = $derived(this.#has(Role.ADMIN));
  // Supervisors and admins see calls and callers, and may act; analysts look on.
  readonly maySupervise = $derived(this.#has(Role.SUPERVISOR) || this.#has(Role.ADMIN));
  readonly mayLook = $derived(this.maySupervise || this.#has(Role.ANALYST));

  hearVersion(version: string): void {
    if (this.#loadedVersion === "") this.#loadedVersion = version;
    this.#serverVersion = version;
  }

  // Whether they may set the state of agents of the team.
  looksAfter(team: string): boolean {
    const teams = this.principal?.teams ?? [];
    return this.isAdmin || teams.length === 0 || teams.includes(team);
  }

  #has(role: Role): boolean {
    return this.principal?.roles.includes(role) ?? false;
  }

  // A page is a step back in the browser; a filter is not.
  show(page: Page): void {
    this.view = { ...this.view, page };
    history.pushState(null, "", location.pathname + formatView(this.view));
  }

  change(part: Partial<SavedView>): void {
    this.view = { ...this.view, ...part };
    history.replaceState(null, "", location.pathname + formatView(this.view));
  }

  filter(part: Partial<AgentFilter>): void {
    this.change({ filter: { ...this.view.filter, ...part } });
  }

  filterTickets(part: Partial<TicketFilter>): void {
    const { tickets } = this.view;
    this.change({ tickets: { ...tickets, filter: { ...tickets.filter, ...part } } });
  }

  readAddress(): void {
    this.view = parseView(location.search);
  }

  tell(text: string, bad = false): void {
    clearTimeout(this.#tellTimer);
    this.told = { text, bad };
    this.#tellTimer = setTimeout(() => {
      this.told = null;
    }, TOLD_MS);
  }

  // What `call` gives; a failure is told, and null given.
  async try<T>(call: () => Promise<T>): Promise<T | null> {
    try {
      return await call();
    } catch (error) {
      this.tell(failureText(failureOf(error)), true);
      return null;
    }
  }

  reasonOf(code: string): string {
    return reasonLabel(code, this.reasons);
  }

  labelOf(queue: string): string {
    if (queue === "") return "";
    const known = this.live.board.tables.queues.get(queue)?.queue?.displayName;
    return known ?? queue.replace("queues/", "");
  }
}

export type Loaded<T> =
  | { readonly kind: "loading" }
  | { readonly kind: "done"; readonly value: T }
  | { readonly kind: "failed"; readonly failure: Failure };

export async function loaded<T>(call: () => Promise<T>): Promise<Loaded<T>> {
  try {
    return { kind: "done", value: await call() };
  } catch (error) {
    return { kind: "failed", failure: failureOf(error) };
  }
}

export const DESK = Symbol("supervisor");

export function shareDesk(desk: SupervisorDesk): void {
  setContext(DESK, desk);
}

export function sharedDesk(): SupervisorDesk {
  return getContext(DESK);
}
