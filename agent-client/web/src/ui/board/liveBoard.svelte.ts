// The board as it is now, for components: what the stream told, how the link stands, and what time
// it is at the server. It joins the pure parts with the stream, and decides nothing itself.

import { bestClock } from "../../domain/board/bestClock";
import { emptyBoard, reduceBoard } from "../../domain/board/board";
import type { Board } from "../../domain/board/board";
import { lookOf, mayAct, newLink, reduceLink } from "../../domain/board/boardLink";
import type { BoardLink, LinkInput } from "../../domain/board/boardLink";
import { serverNow } from "../../domain/shared/clock";
import type { Failure } from "../../domain/shared/failure";
import type { Feed } from "../../transport/board/feed";
import { onReturn } from "../../transport/board/follow";
import type { Take, ToHub, ToTab } from "../../transport/board/protocol";
import { whoAmI } from "../../transport/board/server";
import type { BoardServer } from "../../transport/board/server";

const TICK_MS = 250;

export interface LiveBoardOptions {
  readonly server: BoardServer;
  readonly feed: Feed;
  // How often the round trip is measured, and the version of the server looked at.
  readonly measureMs: number;
  readonly onVersion?: (version: string) => void;
}

export class LiveBoard {
  board = $state.raw<Board>(emptyBoard);
  link = $state.raw<BoardLink>(newLink(performance.now()));
  // The page's steady clock, four times a second.
  nowMs = $state(performance.now());
  failure = $state.raw<Failure | null>(null);

  readonly look = $derived(lookOf(this.link, this.nowMs));
  readonly mayAct = $derived(mayAct(this.look));
  readonly #clock = $derived(bestClock(this.board.told));
  // Undefined: the server has not told its time.
  readonly serverMs = $derived(
    this.#clock === undefined ? undefined : serverNow(this.#clock, this.nowMs),
  );
  // Whole seconds, so that what only shows seconds is reckoned anew once a second.
  readonly serverSecondMs = $derived(
    this.serverMs === undefined ? undefined : Math.floor(this.serverMs / 1000) * 1000,
  );
  readonly openedAtMs = performance.now();

  readonly #options: LiveBoardOptions;
  readonly #say: Take<ToHub>;
  // What was told and is not shown yet. All that came at once is shown together.
  #told: Board = emptyBoard;
  #soon: ReturnType<typeof setTimeout> | undefined;
  #stops: (() => void)[] = [];

  constructor(options: LiveBoardOptions) {
    this.#options = options;
    this.#say = options.feed((message) => {
      this.#take(message);
    });
  }

  start(): void {
    this.stop();
    const tick = setInterval(() => {
      this.nowMs = performance.now();
    }, TICK_MS);
    const measure = setInterval(() => void this.#measure(), this.#options.measureMs);
    void this.#measure();
    const leave = () => {
      this.#say({ kind: "bye" });
    };
    const comeBack = ({ persisted }: PageTransitionEvent) => {
      if (persisted) this.#say({ kind: "start" });
    };
    window.addEventListener("pagehide", leave);
    window.addEventListener("pageshow", comeBack);
    this.#say({ kind: "start" });
    this.#stops = [
      leave,
      () => {
        clearInterval(tick);
        clearInterval(measure);
        window.removeEventListener("pagehide", leave);
        window.removeEventListener("pageshow", comeBack);
      },
      onReturn(() => {
        this.hurry();
      }),
    ];
  }

  stop(): void {
    for (const stop of this.#stops) stop();
    this.#stops = [];
  }

  hurry(): void {
    this.#say({ kind: "hurry" });
  }

  // Somebody else is signed in now, or nobody: in all tabs.
  renew(): void {
    this.#say({ kind: "renew" });
  }

  #take(told: ToTab): void {
    switch (told.kind) {
      case "message": {
        const { message } = told;
        const atMs = performance.now();
        this.#told = reduceBoard(this.#told, { kind: "message", message, atMs });
        this.#showSoon();
        return;
      }
      case "connecting":
        this.#show();
        this.#told = this.board = reduceBoard(this.board, { kind: "linkOpened" });
        this.#step({ kind: "connecting" });
        return;
      case "lost":
        this.#show();
        this.failure = told.failure;
        this.#step({ kind: "lost" });
        return;
      case "ended":
        this.#show();
        this.failure = told.failure;
        this.#step({ kind: told.why });
        return;
    }
  }

  // Not with the next frame: then the work on what was told and the drawing of it would be one long
  // task. A page that nobody sees has slow timers.
  #showSoon(): void {
    if (document.visibilityState === "hidden") this.#show();
    else this.#soon ??= setTimeout(() => this.#show(), 0);
  }

  #show(): void {
    clearTimeout(this.#soon);
    this.#soon = undefined;
    if (this.#told === this.board) return;
    this.board = this.#told;
    this.#say({ kind: "read" });
    const upToDate = this.board.complete && this.board.incoming === null;
    const wasLost = this.link.lostAtMs !== null;
    this.#step({ kind: "heard" });
    this.#step({ kind: upToDate ? "upToDate" : "opened" });
    // Who comes back may be another version.
    if (upToDate && wasLost) void this.#measure();
  }

  #step(input: LinkInput): void {
    const atMs = performance.now();
    this.link = reduceLink(this.link, input, atMs);
    this.nowMs = atMs;
  }

  // A call that fails says nothing of the round trip; the stream notices what is wrong.
  async #measure(): Promise<void> {
    if (document.visibilityState === "hidden") return;
    const beganMs = performance.now();
    try {
      const who = await whoAmI(this.#options.server);
      this.#step({ kind: "roundTrip", ms: performance.now() - beganMs });
      if (who.serverVersion !== "") this.#options.onVersion?.(who.serverVersion);
    } catch {
      return;
    }
  }
}
