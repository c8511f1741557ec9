// Follows a stream that must never end: opens it, notices when it is silent, and comes back with
// growing pauses; at once when the computer is on the net again, or the page is looked at.
//
// Thread safety: confined to the page or worker that made it. A generation number makes what a
// closed stream still does harmless.

import { Code, ConnectError } from "@connectrpc/connect";
import { pauseBefore } from "../../domain/shared/backoff";
import type { Failure } from "../../domain/shared/failure";
import { isSignedOut } from "../../domain/shared/failure";
import { LIVE_FOR_MS, WATCH_EVERY_MS } from "../../domain/shared/linkTimes";
import { failureOf } from "../shared/failure";

export interface Followed<Message> {
  readonly open: (signal: AbortSignal) => AsyncIterable<Message>;
  readonly onConnecting: () => void;
  readonly onMessage: (message: Message) => void;
  readonly onLost: (failure: Failure) => void;
  // The stream will not come back by itself: who is signed in must sign in again, or may not read.
  readonly onEnded: (why: "signedOut" | "refused", failure: Failure) => void;
  readonly now: () => number;
  readonly chance: () => number;
}

export class Follower<Message> {
  readonly #what: Followed<Message>;
  #generation = 0;
  #attempt = 0;
  #heardAtMs = 0;
  #abort: AbortController | undefined;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #watch: ReturnType<typeof setInterval> | undefined;

  constructor(what: Followed<Message>) {
    this.#what = what;
  }

  start(): void {
    if (this.#watch !== undefined) return;
    this.#watch = setInterval(() => {
      this.#lookForSilence();
    }, WATCH_EVERY_MS);
    this.#connect();
  }

  stop(): void {
    this.#generation++;
    clearInterval(this.#watch);
    clearTimeout(this.#retry);
    this.#watch = undefined;
    this.#retry = undefined;
    this.#abort?.abort();
  }

  // Comes back without a pause: the agent asked, or the net is there again. A stream that works is
  // left alone.
  hurry(): void {
    if (this.#watch === undefined || this.#retry === undefined) return;
    this.#attempt = 0;
    this.#connect();
  }

  #connect(): void {
    clearTimeout(this.#retry);
    this.#retry = undefined;
    this.#abort?.abort();
    const abort = new AbortController();
    this.#abort = abort;
    this.#heardAtMs = this.#what.now();
    void this.#read(abort.signal, ++this.#generation);
  }

  async #read(signal: AbortSignal, generation: number): Promise<void> {
    this.#what.onConnecting();
    try {
      for await (const message of this.#what.open(signal)) {
        if (generation !== this.#generation) return;
        this.#heardAtMs = this.#what.now();
        this.#attempt = 0;
        this.#what.onMessage(message);
      }
      throw new ConnectError("the stream ended", Code.Unavailable);
    } catch (error) {
      if (generation === this.#generation) this.#lose(failureOf(error));
    }
  }

  #lookForSilence(): void {
    if (this.#retry !== undefined) return;
    if (this.#what.now() - this.#heardAtMs < LIVE_FOR_MS) return;
    // A page that slept finds that its stream is silent: it comes back at once.
    this.#generation++;
    this.#abort?.abort();
    this.#lose(failureOf(new ConnectError("nothing was heard", Code.Unavailable)));
  }

  #lose(failure: Failure): void {
    if (isSignedOut(failure) || failure.code === Code.PermissionDenied) {
      this.stop();
      this.#what.onEnded(isSignedOut(failure) ? "signedOut" : "refused", failure);
      return;
    }
    this.#what.onLost(failure);
    const pauseMs = failure.retryMs ?? pauseBefore(this.#attempt++, this.#what.chance());
    this.#retry = setTimeout(() => {
      this.#connect();
    }, pauseMs);
  }
}

// Acts when the computer is on the net again or the page is looked at. Returns how to stop it.
export function onReturn(act: () => void): () => void {
  const onVisible = () => {
    if (document.visibilityState === "visible") act();
  };
  window.addEventListener("online", act);
  document.addEventListener("visibilitychange", onVisible);
  return () => {
    window.removeEventListener("online", act);
    document.removeEventListener("visibilitychange", onVisible);
  };
}
