// What a part of the supervisor's page needs of the desk, for tests of that part alone: a board
// that is told, and no server. No page imports it.

import { flushSync, mount, unmount } from "svelte";
import type { Component } from "svelte";
import { emptyBoard } from "../../domain/board/board";
import type { BoardTables } from "../../domain/board/board";
import { firstView } from "../../domain/board/savedView";
import type { SavedView } from "../../domain/board/savedView";
import type { TicketFilter } from "../../domain/tickets/ticket";
import { DESK } from "./desk.svelte";

export class FakeDesk {
  isAdmin = true;
  breachedTickets = $state(0);
  view = $state.raw<SavedView>({ ...firstView, page: "tickets" });
  principal = { agent: "", name: "users/lea" };
  maySupervise = true;
  readonly told: string[] = [];
  readonly figures = { rows: [] };
  readonly reasons = [];
  readonly live = $state({
    mayAct: true,
    serverSecondMs: 1_790_000_000_000,
    board: { ...emptyBoard, complete: true },
  });

  constructor(readonly server: Record<string, unknown>) {}

  // What a delta of the stream tells.
  show(tables: Partial<BoardTables>): void {
    const { board } = this.live;
    this.live.board = { ...board, tables: { ...board.tables, ...tables } };
    flushSync();
  }

  change(part: Partial<SavedView>): void {
    this.view = { ...this.view, ...part };
    flushSync();
  }

  filterTickets(part: Partial<TicketFilter>): void {
    const { tickets } = this.view;
    this.change({ tickets: { ...tickets, filter: { ...tickets.filter, ...part } } });
  }

  tell(text: string): void {
    this.told.push(text);
  }

  async try<T>(call: () => Promise<T>): Promise<T | null> {
    try {
      return await call();
    } catch (error) {
      this.tell(String(error));
      return null;
    }
  }

  labelOf(queue: string): string {
    return queue.replace("queues/", "");
  }
}

// Mounts a part in the page of the test. Returns how to take it out again.
export function mounted<Props extends Record<string, unknown>>(
  part: Component<Props>,
  props: Props,
  desk: FakeDesk,
): () => Promise<void> {
  const context = new Map([[DESK, desk]]);
  const shown = mount(part, { target: document.body, props, context });
  flushSync();
  return () => unmount(shown);
}

// The button that is called so. Throws: there is none.
export function button(name: string): HTMLButtonElement {
  const all = [...document.querySelectorAll("button")];
  const found = all.find((one) => one.textContent.trim() === name);
  if (found === undefined) throw new Error(`no ${name} in: ${document.body.textContent}`);
  return found;
}

export function press(name: string): void {
  button(name).click();
  flushSync();
}

// Lets what was answered be shown.
export async function settled(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 0));
  flushSync();
}
