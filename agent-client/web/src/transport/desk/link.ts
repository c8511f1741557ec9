// The one live stream of a browser: opened, watched, opened again. It decides nothing about what
// the desk shows; every page reckons that from the age of the last message.
//
// Rules:
//  L1. It goes on after the last message that is complete, see `WatchDeskResponse.cursor_complete`.
//  L2. It comes back after 0, 0.5, 1, 2, 4, 8 s ± 50 %, or when the server said; at once when woken
//      or told to.
//  L3. After a wake the session is refreshed before the stream is opened.
//  L4. Replaced, refused or signed out it stays away until somebody wants it back.

import { Code } from "@connectrpc/connect";
import type { WatchDeskResponse } from "$proto/desk_service_pb";
import { pauseBefore } from "../../domain/shared/backoff";
import type { Failure } from "../../domain/shared/failure";
import { isReplaced, isSignedOut } from "../../domain/shared/failure";
import { LIVE_FOR_MS } from "../../domain/shared/linkTimes";
import type { StreamState } from "../../domain/desk/state";
import type { Update } from "../../domain/desk/values";
import { failureOf } from "../shared/failure";
import { updateOf } from "./mapping";

// What the link needs of the world.
export interface LinkWorld {
  readonly now: () => number;
  readonly chance: () => number;
  readonly watch: (cursor: bigint, signal: AbortSignal) => AsyncIterable<WatchDeskResponse>;
  readonly refresh: () => Promise<void>; // Throws when nobody is signed in.
  readonly later: (act: () => void, ms: number) => () => void; // Returns how to call it off.
}

export interface LinkListener {
  readonly onLink: (to: StreamState, detail: string) => void;
  readonly onUpdate: (update: Update, cursor: bigint) => void;
  readonly onFailure: (failure: Failure) => void;
}

export class DeskLink {
  private cursor = 0n;
  private attempt = 0;
  private live = false;
  private wanted = false;
  private heardMs = 0;
  private open: AbortController | null = null;
  private callOff: (() => void) | null = null;

  constructor(
    private readonly world: LinkWorld,
    private readonly listener: LinkListener,
  ) {}

  get isLive(): boolean {
    return this.live;
  }

  // Begins, or begins again at once.
  start({ refresh, whole }: { readonly refresh: boolean; readonly whole: boolean }): void {
    this.wanted = true;
    if (whole) this.cursor = 0n;
    this.close();
    this.attempt = 0;
    void this.run(refresh);
  }

  stop(): void {
    this.wanted = false;
    this.close();
  }

  // Called each second: a stream that is silent is dead, whatever the socket says.
  watchSilence(): void {
    const silent = this.open !== null && this.world.now() - this.heardMs > LIVE_FOR_MS;
    if (!silent) return;
    this.close();
    this.lose({ code: Code.Unavailable, reason: "", message: "no message for 5 s", fields: [] });
  }

  // The computer slept, or the network is back.
  wake(): void {
    const fresh = this.live && this.world.now() - this.heardMs <= LIVE_FOR_MS;
    if (this.wanted && !fresh) this.start({ refresh: true, whole: false }); // L3.
  }

  private close(): void {
    this.open?.abort();
    this.open = null;
    this.callOff?.();
    this.callOff = null;
    this.live = false;
  }

  private async run(refresh: boolean): Promise<void> {
    const controller = new AbortController();
    this.open = controller;
    this.heardMs = this.world.now();
    this.listener.onLink("connecting", "");
    try {
      if (refresh) await this.world.refresh();
      if (controller.signal.aborted) return;
      this.heardMs = this.world.now();
      for await (const message of this.world.watch(this.cursor, controller.signal)) {
        if (controller.signal.aborted) return;
        this.take(message);
      }
      if (!controller.signal.aborted) this.end(failureOf(new Error("the stream ended")));
    } catch (thrown) {
      if (!controller.signal.aborted) this.end(failureOf(thrown));
    }
  }

  private take(message: WatchDeskResponse): void {
    this.heardMs = this.world.now();
    const update = updateOf(message);
    if (message.cursorComplete) this.cursor = message.cursor; // L1.
    if (update === null) return;
    this.listener.onUpdate(update, message.cursor);
    if (update.kind !== "heartbeat" || this.live) return;
    this.live = true;
    this.attempt = 0;
    this.listener.onLink("live", "");
  }

  private end(failure: Failure): void {
    this.close();
    this.listener.onFailure(failure);
    const detail = failure.reason || failure.message;
    if (isSignedOut(failure)) return this.stay("signedOut", detail); // L4.
    if (isReplaced(failure)) return this.stay("replaced", detail);
    if (failure.code === Code.PermissionDenied) return this.stay("refused", failure.reason);
    this.lose(failure);
  }

  private stay(state: StreamState, detail: string): void {
    this.wanted = false;
    this.listener.onLink(state, detail);
  }

  private lose(failure: Failure): void {
    this.listener.onLink("lost", failure.reason || failure.message);
    if (!this.wanted) return;
    const pause = failure.retryMs ?? pauseBefore(this.attempt, this.world.chance()); // L2.
    this.attempt += 1;
    this.callOff = this.world.later(() => void this.run(false), pause);
  }
}
