// Holds the one stream of a board for all tabs of a browser: browsers open six connections to a
// server, so that a stream for each tab would leave none for calls.
//
// Rules:
//  B1. There is a stream while a tab follows, and one only.
//  B2. A tab that joins is told the whole, then what comes.
//  B3. A tab that does not read (frozen, or asleep) is told no more, and the whole once it reads.
//
// Thread safety: confined to the worker or the page that made it.

import type { WatchBoardResponse } from "$proto/supervision_service_pb";
import { emptyBoard, reduceBoard } from "../../domain/board/board";
import type { Board } from "../../domain/board/board";
import { messagesOf } from "../../domain/board/wholeBoard";
import { Follower } from "./follow";
import type { Take, ToHub, ToTab } from "./protocol";

// A minute of deltas, and room for a snapshot in parts.
export const UNREAD_MAX = 512;

export interface HubWorld {
  readonly watch: (cursor: bigint, signal: AbortSignal) => AsyncIterable<WatchBoardResponse>;
  readonly now: () => number;
  readonly chance: () => number;
}

interface Tab {
  readonly send: Take<ToTab>;
  unread: number;
  // It is to be told the whole before anything else.
  behind: boolean;
}

export class BoardHub {
  readonly #world: HubWorld;
  // Those that follow.
  readonly #tabs = new Set<Tab>();
  readonly #follower: Follower<WatchBoardResponse>;
  #board: Board = emptyBoard;
  #running = false;
  // How the stream stands, for who joins. Null: messages come.
  #standing: ToTab | null = null;

  constructor(world: HubWorld) {
    this.#world = world;
    this.#follower = new Follower({
      open: (signal) => world.watch(this.#board.cursor, signal),
      onConnecting: () => {
        this.#board = reduceBoard(this.#board, { kind: "linkOpened" });
        this.#stand({ kind: "connecting" });
      },
      onMessage: (message) => this.#spread(message),
      onLost: (failure) => this.#stand({ kind: "lost", failure }),
      onEnded: (why, failure) => {
        this.#running = false;
        this.#board = emptyBoard; // It was for who is not signed in any more.
        this.#stand({ kind: "ended", why, failure });
      },
      now: world.now,
      chance: world.chance,
    });
  }

  // Returns what the tab says.
  attach(send: Take<ToTab>): Take<ToHub> {
    const tab: Tab = { send, unread: 0, behind: true };
    return (message) => this.#take(tab, message);
  }

  #take(tab: Tab, message: ToHub): void {
    switch (message.kind) {
      case "start":
        return this.#join(tab);
      case "renew":
        this.#follower.stop();
        this.#board = emptyBoard;
        return this.#run();
      case "hurry":
        return this.#follower.hurry();
      case "read":
        tab.unread = 0;
        return;
      case "bye":
        this.#tabs.delete(tab);
        if (this.#tabs.size === 0) this.#rest();
        return;
    }
  }

  #join(tab: Tab): void {
    this.#tabs.add(tab);
    tab.unread = 0;
    tab.behind = true;
    if (!this.#running) this.#run();
    else if (this.#standing !== null) tab.send(this.#standing);
    else this.#tellWhole(tab);
  }

  #run(): void {
    this.#running = true;
    this.#follower.start();
  }

  #rest(): void {
    this.#running = false;
    this.#follower.stop();
  }

  #stand(standing: ToTab): void {
    this.#standing = standing;
    for (const tab of this.#tabs) tab.send(standing);
  }

  #spread(message: WatchBoardResponse): void {
    const atMs = this.#world.now();
    this.#standing = null;
    this.#board = reduceBoard(this.#board, { kind: "message", message, atMs });
    for (const tab of this.#tabs) {
      if (tab.unread >= UNREAD_MAX) tab.behind = true; // B3.
      if (!tab.behind) this.#tell(tab, message);
      else if (tab.unread === 0) this.#tellWhole(tab);
    }
  }

  // B2.
  #tellWhole(tab: Tab): void {
    tab.behind = false;
    for (const one of messagesOf(this.#board, this.#world.now())) this.#tell(tab, one);
  }

  #tell(tab: Tab, message: WatchBoardResponse): void {
    tab.unread++;
    tab.send({ kind: "message", message });
  }
}
