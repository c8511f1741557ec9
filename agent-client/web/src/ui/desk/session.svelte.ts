// The desk of this tab: the state, what happens to it, and what it asks to be carried out.

import type { Command } from "../../domain/desk/command";
import { apply } from "../../domain/desk/desk";
import type { Act, Input } from "../../domain/desk/input";
import type { DeskState, Draft } from "../../domain/desk/state";
import {
  EMPTY_DESK,
  isFree,
  isLive,
  lookOf,
  serverNowOf,
  serverSecondOf,
} from "../../domain/desk/state";
import { isSafeUri } from "../../domain/desk/links";
import { isSignedOut } from "../../domain/shared/failure";
import type { Connection } from "../../transport/desk/connection";
import { connect } from "../../transport/desk/connection";
import type { DraftStore } from "../../transport/desk/draftStore";
import type { SignedIn, ToPage } from "../../transport/desk/protocol";

const TICK_MS = 250;
const DRIFT_MS = 5_000;
const IDLE_MS = 60_000; // Nothing was done for so long: a new version may be loaded.

type Listener = (offer: string) => void;

export class DeskSession {
  state = $state.raw<DeskState>(EMPTY_DESK);
  signedIn = $state.raw<SignedIn | null | "asking">("asking");
  leader = $state(false);
  // Whether what was typed last is on this computer, and would be there after a crash.
  kept = $state(true);
  readonly live = $derived(isLive(this.state));
  readonly look = $derived(lookOf(this.state));
  readonly serverNow = $derived(serverSecondOf(this.state));

  // The truth, of which `state` is what the screen reads: while Svelte takes a part off the screen,
  // reading a signal gives its value of before, and a field that loses the focus then acts on it.
  private current = EMPTY_DESK;
  private connection: Connection | null = null;
  private readonly ringListeners = new Set<Listener>();
  private readDraftsOf = "";
  private keptTurn = 0;
  private tickedMs = performance.now();
  private actedMs = performance.now();

  constructor(private readonly drafts: DraftStore) {}

  async start(): Promise<void> {
    // What loads a part later, e.g. a dialog, shows nothing when it cannot; the banner says why.
    window.addEventListener("vite:preloadError", () => this.apply({ kind: "outdated" }));
    this.connection = await connect((message) => this.take(message));
    const { send } = this.connection;
    const tellVisible = () => send({ kind: "visible", visible: !document.hidden });
    document.addEventListener("visibilitychange", () => {
      tellVisible();
      if (!document.hidden) send({ kind: "wake" });
    });
    window.addEventListener("online", () => send({ kind: "wake" }));
    window.addEventListener("pagehide", () => send({ kind: "bye" }));
    // A page that comes back from the browser's cache was told goodbye for.
    window.addEventListener("pageshow", (event) => void (event.persisted && location.reload()));
    tellVisible();
    setInterval(() => this.tick(), TICK_MS);
  }

  act(act: Act): void {
    this.actedMs = performance.now();
    this.apply({ kind: "act", act });
    if (act.act === "stopRing") this.connection?.send({ kind: "silence" });
  }

  get ask(): Connection["ask"] {
    if (this.connection === null) throw new Error("not connected yet");
    return this.connection.ask;
  }

  onRing(listener: Listener): () => void {
    this.ringListeners.add(listener);
    return () => this.ringListeners.delete(listener);
  }

  async signOut(): Promise<void> {
    const outcome = await this.ask({ query: "signOut" });
    // Until the server says that the session ended, the cookie lives on: whoever came next would
    // be signed in as this agent.
    if (!outcome.ok && !isSignedOut(outcome.failure)) {
      return this.act({ act: "tell", say: "notSignedOut" });
    }
    if (outcome.ok) await this.drafts.forget(this.state.agent.name);
    location.reload();
  }

  private tick(): void {
    const now = performance.now();
    if (now - this.tickedMs > DRIFT_MS) this.connection?.send({ kind: "wake" });
    this.tickedMs = now;
    this.apply({ kind: "tick" });
    const idle = now - this.actedMs > IDLE_MS;
    const { state } = this;
    if (state.newVersion && idle && isLive(state) && isFree(state)) location.reload();
  }

  private take(message: ToPage): void {
    switch (message.kind) {
      case "session":
        return this.takeSession(message.signedIn);
      case "link":
        return this.apply(message);
      case "update":
        this.apply(message);
        if (message.update.kind === "snapshot") void this.readDrafts();
        return;
      case "roundTrip":
        return this.apply(message);
      case "answer":
        return this.apply(message);
      case "leader":
        this.leader = message.leader;
        return;
      case "draft":
        return this.takeDraft(message.call, message.draft);
      case "silence":
        return this.apply({ kind: "act", act: { act: "stopRing" } });
      case "result":
        return;
    }
  }

  // Typed in another tab, which saves it: here it is only shown.
  private takeDraft(call: string, draft: Draft): void {
    const drafts = new Map([[call, { ...draft, dirty: false, saving: false }]]);
    this.apply({ kind: "drafts", drafts });
  }

  private takeSession(signedIn: SignedIn | null): void {
    const before = this.signedIn;
    const other = before !== "asking" && before !== null && signedIn !== null;
    // Nothing of one person is shown to another.
    if (other && before.login !== signedIn.login) location.reload();
    const wasSomebody = this.state.known && signedIn !== null;
    if (wasSomebody && signedIn.agent !== this.state.agent.name) location.reload();
    this.signedIn = signedIn;
  }

  private apply(input: Input): void {
    const before = this.current;
    const { state, commands } = apply(before, input, performance.now());
    this.current = state;
    this.state = state;
    const own = input.kind !== "drafts"; // The others are kept where they came from.
    const told = input.kind === "update";
    if (own && state.drafts !== before.drafts) this.keepDrafts(before, state, told);
    for (const command of commands) this.carryOut(command);
  }

  private carryOut(command: Command): void {
    switch (command.kind) {
      case "ask":
        return command.request.method === "ReportPopShown"
          ? this.afterPaint(() => this.send(command))
          : this.send(command);
      case "ring":
        for (const listener of this.ringListeners) listener(command.offer);
        return;
      case "notify":
        return; // The desktop is told by the state, see Notifier.svelte.
      case "openUri":
        return this.openUri(command.uri);
      case "reconnect":
        this.connection?.send({ kind: "reconnect" });
        return;
    }
  }

  private send({ id, request }: Extract<Command, { kind: "ask" }>): void {
    const atMs = serverNowOf({ ...this.current, nowMs: performance.now() });
    this.connection?.send({ kind: "ask", id, request, atMs });
  }

  // The frame that shows it has been handed over when the one after it begins.
  private afterPaint(act: () => void): void {
    requestAnimationFrame(() => setTimeout(act, 0));
  }

  // One tab opens it. A browser may refuse, and does not say so: the card has it as a link.
  private openUri(uri: string): void {
    if (this.leader && isSafeUri(uri)) window.open(uri, "_blank", "noopener,noreferrer");
  }

  private async readDrafts(): Promise<void> {
    const agent = this.current.agent.name;
    if (agent === this.readDraftsOf) return;
    this.readDraftsOf = agent;
    this.apply({ kind: "drafts", drafts: await this.drafts.read(agent, Date.now()) });
  }

  private keepDrafts(before: DeskState, after: DeskState, told: boolean): void {
    const agent = after.agent.name;
    for (const [call, draft] of after.drafts) {
      const old = before.drafts.get(call);
      // What the server told must not replace what this browser kept and has not read yet.
      if (old === draft || (told && !draft.dirty && !draft.saving)) continue;
      void this.keep(agent, call, draft);
      if (old?.note !== draft.note) this.shareDraft(call, draft);
    }
    for (const call of before.drafts.keys()) {
      if (!after.drafts.has(call)) void this.drafts.drop(agent, call);
    }
  }

  private async keep(agent: string, call: string, draft: Draft): Promise<void> {
    this.keptTurn += 1;
    const turn = this.keptTurn;
    this.kept = false;
    const kept = await this.drafts.keep(agent, call, draft, Date.now());
    if (turn === this.keptTurn) this.kept = kept;
  }

  private shareDraft(call: string, draft: Draft): void {
    this.connection?.send({ kind: "draft", call, draft });
  }
}
