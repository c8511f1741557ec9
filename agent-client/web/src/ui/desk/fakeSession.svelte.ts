// A session for tests of single parts: the real rules of the desk, no link and no clock. No page
// imports it.

import { apply } from "../../domain/desk/desk";
import type { Request } from "../../domain/desk/command";
import type { Act } from "../../domain/desk/input";
import type { DeskState } from "../../domain/desk/state";
import { EMPTY_DESK, isLive, lookOf, serverSecondOf } from "../../domain/desk/state";
import type { SignedIn } from "../../transport/desk/protocol";
import type { Session } from "./context";

type RingListener = Parameters<Session["onRing"]>[0];

export class FakeSession implements Session {
  state = $state.raw<DeskState>(EMPTY_DESK);
  signedIn = $state.raw<SignedIn | null | "asking">(null);
  leader = true;
  kept = true;
  signedOutCount = 0;
  readonly acts: Act[] = [];
  readonly requests: Request[] = []; // What the server was asked.
  private ringListeners: RingListener[] = [];

  // `ask` answers the short calls beside the desk's own requests.
  constructor(
    state: DeskState,
    readonly ask: Session["ask"] = () => Promise.reject(new Error("no server here")),
  ) {
    this.state = state;
  }

  get live() {
    return isLive(this.state);
  }

  get look() {
    return lookOf(this.state);
  }

  get serverNow() {
    return serverSecondOf(this.state);
  }

  act(act: Act): void {
    this.acts.push(act);
    const { state, commands } = apply(this.state, { kind: "act", act }, this.state.nowMs);
    this.state = state;
    for (const command of commands) {
      if (command.kind === "ask") this.requests.push(command.request);
    }
  }

  onRing(listener: RingListener): () => void {
    this.ringListeners.push(listener);
    return () => (this.ringListeners = this.ringListeners.filter((one) => one !== listener));
  }

  ring(offer: string): void {
    for (const listener of this.ringListeners) listener(offer);
  }

  signOut(): Promise<void> {
    this.signedOutCount += 1;
    return Promise.resolve();
  }
}
