// The board as it is now, for components: what the stream told, how the link stands, and what time
// it is at the server. It joins the pure parts with the stream, and decides nothing itself.

import type { MessageInitShape } from "@bufbuild/protobuf";
import type { BoardFilterSchema } from "$proto/supervision_service_pb";
import { bestClock } from "../../domain/board/bestClock";
import { emptyBoard, reduceBoard } from "../../domain/board/board";
import type { Board } from "../../domain/board/board";
import { lookOf, mayAct, newLink, reduceLink } from "../../domain/board/boardLink";
import type { BoardLink, LinkInput } from "../../domain/board/boardLink";
import { serverNow } from "../../domain/shared/clock";
import type { Failure } from "../../domain/shared/failure";
import { Follower, hurryOnReturn } from "../../transport/board/follow";
import { whoAmI } from "../../transport/board/server";
import type { BoardServer } from "../../transport/board/server";

const TICK_MS = 250;

export interface LiveBoardOptions {
  readonly server: BoardServer;
  readonly filter?: MessageInitShape<typeof BoardFilterSchema>;
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
  readonly #follower;
  #stops: (() => void)[] = [];

  constructor(options: LiveBoardOptions) {
    this.#options = options;
    this.#follower = new Follower({
      open: (signal) => {
        const request = { resumeCursor: this.board.cursor, filter: options.filter };
        return options.server.supervision.watchBoard(request, { signal });
      },
      onConnecting: () => {
        this.board = reduceBoard(this.board, { kind: "linkOpened" });
        this.#step({ kind: "connecting" });
      },
      onMessage: (message) => {
        const atMs = performance.now();
        this.board = reduceBoard(this.board, { kind: "message", message, atMs });
        const upToDate = this.board.complete && this.board.incoming === null;
        this.#step({ kind: "heard" });
        this.#step({ kind: upToDate ? "upToDate" : "opened" });
      },
      onLost: (failure) => {
        this.failure = failure;
        this.#step({ kind: "lost" });
      },
      onEnded: (why, failure) => {
        this.failure = failure;
        this.#step({ kind: why });
      },
      now: () => performance.now(),
      chance: () => Math.random(),
    });
  }

  start(): void {
    this.stop();
    this.#follower.start();
    const tick = setInterval(() => {
      this.nowMs = performance.now();
    }, TICK_MS);
    const measure = setInterval(() => void this.#measure(), this.#options.measureMs);
    void this.#measure();
    this.#stops = [
      () => {
        clearInterval(tick);
      },
      () => {
        clearInterval(measure);
      },
      hurryOnReturn(() => {
        this.#follower.hurry();
      }),
    ];
  }

  stop(): void {
    this.#follower.stop();
    for (const stop of this.#stops) stop();
    this.#stops = [];
  }

  hurry(): void {
    this.#follower.hurry();
  }

  #step(input: LinkInput): void {
    const atMs = performance.now();
    this.link = reduceLink(this.link, input, atMs);
    this.nowMs = atMs;
  }

  // A call that fails says nothing of the round trip; the stream notices what is wrong.
  async #measure(): Promise<void> {
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
