// What the tabs of one browser share: one link to the server, one session, one that rings. Runs in
// a SharedWorker; in the page itself where there is none.
//
// Rules:
//  H1. A tab that comes while the link is live gets the whole first, then what is newer than it.
//  H2. One tab rings: the one that was visible last, while it is there.
//  H3. Signing in or out in one tab is so in all.
//  H4. While the server does not say who is signed in, it is asked again, by one loop whoever began
//      it: after 0, 0.5, 1, 2, 4, 8 s ± 50 %.

import { pauseBefore } from "../../domain/shared/backoff";
import type { Failure } from "../../domain/shared/failure";
import { isSignedOut } from "../../domain/shared/failure";
import { WATCH_EVERY_MS } from "../../domain/shared/linkTimes";
import type { StreamState } from "../../domain/desk/state";
import type { Update } from "../../domain/desk/values";
import { failureOf } from "../shared/failure";
import type { DeskApi } from "./api";
import type { LinkWorld } from "./link";
import { DeskLink } from "./link";
import type { Port, Query, QueryResult, SignedIn, ToPage, ToWorker } from "./protocol";

const PING_EVERY_MS = 10_000;
const DRIFT_MS = 5_000;
const BACKLOG_MAX = 1_000;

interface Told {
  readonly update: Update;
  readonly cursor: bigint;
}

interface Tab {
  readonly port: Port<ToPage>;
  afterCursor: bigint; // Nothing up to here is sent: it is in the whole that the tab got.
  backlog: Told[] | null; // What came while the whole was fetched. null: nothing is fetched.
}

export interface HubWorld extends Pick<LinkWorld, "now" | "chance" | "later"> {
  readonly api: DeskApi;
  readonly makeId: () => string;
}

export class DeskHub {
  private readonly tabs = new Set<Tab>();
  private readonly link: DeskLink;
  private signedIn: SignedIn | null | "asking" = "asking";
  private stream: { readonly to: StreamState; readonly detail: string } = {
    to: "connecting",
    detail: "",
  };
  private leader: Tab | null = null;
  private roundTripMs: number | null = null;
  private tickedMs: number;
  private pingedMs = 0;
  private turn = 0; // Of begin(): what an older one gives is not wanted any more.
  private attempt = 0;
  private callOff: (() => void) | null = null;

  constructor(private readonly world: HubWorld) {
    this.tickedMs = world.now();
    this.link = new DeskLink(
      {
        ...world,
        watch: (cursor, signal) => world.api.watch(cursor, this.roundTripMs, signal),
        refresh: () => this.identify(),
      },
      {
        onLink: (to, detail) => this.tellLink(to, detail),
        onUpdate: (update, cursor) => this.spread({ update, cursor }),
        onFailure: (failure) => this.noticeSignOut(failure),
      },
    );
    void this.begin();
  }

  attach(port: Port<ToPage>): (message: ToWorker) => void {
    const tab: Tab = { port, afterCursor: 0n, backlog: null };
    this.tabs.add(tab);
    if (this.leader === null) this.lead(tab);
    if (this.signedIn !== "asking") port.send({ kind: "session", signedIn: this.signedIn });
    port.send({ kind: "link", ...this.stream });
    if (this.link.isLive) void this.sendWhole(tab);
    else if (this.tabs.size > 1) this.startLink();
    return (message) => this.take(tab, message);
  }

  // Called each second.
  tick(): void {
    const now = this.world.now();
    const drift = now - this.tickedMs > WATCH_EVERY_MS + DRIFT_MS;
    this.tickedMs = now;
    if (drift) this.link.wake();
    else this.link.watchSilence();
    if (this.link.isLive && now - this.pingedMs >= PING_EVERY_MS) void this.ping();
  }

  private send(message: ToPage): void {
    for (const tab of this.tabs) tab.port.send(message);
  }

  private tellLink(to: StreamState, detail: string): void {
    this.stream = { to, detail };
    this.send({ kind: "link", to, detail });
  }

  // H4.
  private async begin(): Promise<void> {
    const turn = this.stopBeginning();
    try {
      await this.identify();
      if (turn !== this.turn) return;
      this.attempt = 0;
      this.startLink();
    } catch (thrown) {
      if (turn !== this.turn) return;
      const failure = failureOf(thrown);
      if (isSignedOut(failure)) return this.tellLink("signedOut", failure.reason);
      this.tellLink("lost", failure.message);
      const pause = pauseBefore(this.attempt, this.world.chance());
      this.attempt += 1;
      this.callOff = this.world.later(() => void this.begin(), pause);
    }
  }

  private stopBeginning(): number {
    this.callOff?.();
    this.callOff = null;
    this.turn += 1;
    return this.turn;
  }

  private startLink(): void {
    const { signedIn } = this;
    if (signedIn === null || signedIn === "asking") return;
    if (signedIn.agent === "") return this.tellLink("refused", "NOT_AN_AGENT");
    this.link.start({ refresh: false, whole: true });
  }

  private async identify(): Promise<void> {
    try {
      this.setSession(await this.world.api.whoAmI(this.roundTripMs));
    } catch (thrown) {
      this.noticeSignOut(failureOf(thrown));
      throw thrown;
    }
  }

  private noticeSignOut(failure: Failure): void {
    if (isSignedOut(failure)) this.setSession(null);
  }

  private setSession(signedIn: SignedIn | null): void {
    this.signedIn = signedIn;
    this.send({ kind: "session", signedIn });
  }

  private async ping(): Promise<void> {
    this.pingedMs = this.world.now();
    try {
      await this.world.api.whoAmI(this.roundTripMs);
      const ms = Math.round(this.world.now() - this.pingedMs);
      this.roundTripMs = ms;
      this.send({ kind: "roundTrip", ms });
    } catch {
      // The stream says what is wrong; a lost measurement is no news.
    }
  }

  private spread(told: Told): void {
    const { update, cursor } = told;
    for (const tab of this.tabs) {
      if (update.kind === "snapshot") tab.backlog = null;
      if (tab.backlog !== null) tab.backlog.push(told);
      else if (
        update.kind === "snapshot" ||
        update.kind === "heartbeat" ||
        cursor > tab.afterCursor
      )
        tab.port.send({ kind: "update", update });
      if (tab.backlog !== null && tab.backlog.length > BACKLOG_MAX) void this.sendWhole(tab);
    }
  }

  // H1.
  private async sendWhole(tab: Tab): Promise<void> {
    const backlog: Told[] = [];
    tab.backlog = backlog;
    try {
      const { snapshot, cursor } = await this.world.api.whole();
      if (tab.backlog !== backlog || snapshot === null) return;
      tab.backlog = null;
      tab.afterCursor = cursor;
      tab.port.send({ kind: "update", update: { kind: "snapshot", snapshot } });
      for (const { update, cursor: at } of backlog) {
        if (at > cursor) tab.port.send({ kind: "update", update });
      }
      tab.port.send({ kind: "link", ...this.stream });
    } catch {
      // The next stream begins with the whole, for everybody.
      if (tab.backlog === backlog) this.link.start({ refresh: false, whole: true });
    }
  }

  private lead(tab: Tab | null): void {
    if (tab === this.leader) return;
    this.leader?.port.send({ kind: "leader", leader: false });
    this.leader = tab;
    tab?.port.send({ kind: "leader", leader: true });
  }

  private detach(tab: Tab): void {
    this.tabs.delete(tab);
    if (this.leader !== tab) return;
    this.leader = null;
    this.lead([...this.tabs].at(-1) ?? null);
  }

  private take(tab: Tab, message: ToWorker): void {
    switch (message.kind) {
      case "ask":
        return void this.ask(tab, message);
      case "query":
        return void this.answerQuery(tab, message.id, message.query);
      case "visible":
        if (message.visible) this.lead(tab); // H2.
        return;
      case "wake":
        return this.link.wake();
      case "reconnect":
        return void this.comeBack();
      case "draft":
      case "silence":
        for (const other of this.tabs) if (other !== tab) other.port.send(message);
        return;
      case "bye":
        return this.detach(tab);
    }
  }

  private async comeBack(): Promise<void> {
    if (this.signedIn === null || this.signedIn === "asking") return this.begin();
    this.link.start({ refresh: true, whole: false });
  }

  private async ask(tab: Tab, message: Extract<ToWorker, { kind: "ask" }>): Promise<void> {
    const { id, request, atMs } = message;
    try {
      const value = await this.world.api.ask(request, this.world.makeId(), atMs);
      tab.port.send({ kind: "answer", id, outcome: { ok: true, value } });
    } catch (thrown) {
      const failure = failureOf(thrown);
      this.noticeSignOut(failure);
      tab.port.send({ kind: "answer", id, outcome: { ok: false, failure } });
    }
  }

  private async answerQuery(tab: Tab, id: number, query: Query): Promise<void> {
    try {
      const value = await this.world.api.query(query);
      tab.port.send({ kind: "result", id, outcome: { ok: true, value } });
      this.afterQuery(query, value);
    } catch (thrown) {
      const failure = failureOf(thrown);
      if (query.query !== "signIn") this.noticeSignOut(failure);
      tab.port.send({ kind: "result", id, outcome: { ok: false, failure } });
    }
  }

  // H3.
  private afterQuery(query: Query, value: QueryResult): void {
    if (query.query !== "signIn" && query.query !== "signOut") return;
    this.stopBeginning();
    if (query.query === "signIn") {
      this.setSession(value as SignedIn);
      this.startLink();
    } else {
      this.link.stop();
      this.setSession(null);
      this.tellLink("signedOut", "");
    }
  }
}
