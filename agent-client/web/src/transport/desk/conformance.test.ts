// The cases of agent-client/conformance on this desk. Their README has the format. They stand here
// because an `update` is a message of the contract.

import { readFileSync, readdirSync } from "node:fs";
import type { JsonValue } from "@bufbuild/protobuf";
import { fromJson } from "@bufbuild/protobuf";
import { describe, expect, test } from "vitest";
import { WatchDeskResponseSchema } from "$proto/desk_service_pb";
import type { Command, Request } from "../../domain/desk/command";
import { apply } from "../../domain/desk/desk";
import type { Act, Input } from "../../domain/desk/input";
import type { DeskState, Entry, StreamState } from "../../domain/desk/state";
import {
  EMPTY_DESK,
  customerOf,
  draftOf,
  entriesOf,
  focusedEntry,
  isLive,
  lookOf,
} from "../../domain/desk/state";
import { offerId } from "../../domain/desk/values";
import { updateOf } from "./mapping";

const FOLDER = new URL("../../../../conformance/", import.meta.url);

interface Step {
  readonly atMs?: number;
  readonly link?: StreamState;
  readonly update?: JsonValue;
  readonly act?: string;
  readonly type?: string;
  readonly answer?: string;
  readonly expect?: Readonly<Record<string, unknown>>;
}

interface Case {
  readonly name: string;
  readonly steps: readonly Step[];
}

const FAILURES: Readonly<Record<string, { code: number; reason: string }>> = {
  unavailable: { code: 14, reason: "" },
  unimplemented: { code: 12, reason: "" },
  closed: { code: 9, reason: "WRAP_UP_CLOSED" },
};

const lastPart = (name: string) => name.slice(name.lastIndexOf("/") + 1);

function nameOf({ kind, key }: Entry): string {
  const byCall = kind === "wrapUp" || key.offer === "";
  return `${kind} ${byCall ? lastPart(key.call) : key.offer}`;
}

function toldOf({ toast }: DeskState): string {
  if (toast === null) return "";
  const named = toast.say === "answeredElsewhere" || toast.say === "noteRequired";
  return named ? `${toast.say} ${toast.name}` : toast.say;
}

// One desk that takes steps.
class Player {
  private state = EMPTY_DESK;
  private atMs = 0;
  private waiting: { readonly id: number; readonly request: Request }[] = [];
  private requests: string[] = [];
  private opened: string[] = [];
  private bells = 0;

  play(step: Step): void {
    this.atMs = step.atMs ?? this.atMs;
    if (step.link !== undefined) this.take({ kind: "link", to: step.link, detail: "" });
    if (step.update !== undefined) {
      const update = updateOf(fromJson(WatchDeskResponseSchema, step.update));
      if (update !== null) this.take({ kind: "update", update });
    }
    if (step.act !== undefined) this.act(step.act);
    if (step.type !== undefined) this.type(step.type);
    if (step.answer !== undefined) this.answer(step.answer);
    if (step.expect !== undefined) this.compare(step.expect);
  }

  private take(input: Input): void {
    const { state, commands } = apply(this.state, input, this.atMs);
    this.state = state;
    for (const command of commands) this.note(command);
  }

  private note(command: Command): void {
    if (command.kind === "ring") this.bells += 1;
    if (command.kind === "notify") this.opened.push(offerId(command.offer));
    if (command.kind !== "ask") return;
    const { id, request } = command;
    const painted = request.method === "ReportPopShown";
    this.requests.push(painted ? `ReportPopShown ${offerId(request.offer)}` : request.method);
    this.waiting.push({ id, request });
  }

  private act(name: string): void {
    const digit = name.match(/^outcome(\d)$/)?.[1];
    const act = digit === undefined ? { act: name } : { act: "outcomeDigit", digit: Number(digit) };
    this.take({ kind: "act", act: act as Act });
  }

  private type(text: string): void {
    if (text !== "" && this.state.typing === "note") {
      const before = draftOf(this.state, this.state.focus.call).note;
      this.take({ kind: "act", act: { act: "editNote", text: before + text } });
    }
    this.take({ kind: "tick" });
  }

  private answer(what: string): void {
    const oldest = this.waiting.shift();
    if (oldest === undefined) throw new Error("no request waits");
    const { id, request } = oldest;
    const failure = FAILURES[what];
    if (failure !== undefined) {
      const full = { ...failure, message: "", fields: [] };
      return this.take({ kind: "answer", id, outcome: { ok: false, failure: full } });
    }
    const saves = request.method === "SaveWrapUpNote";
    const value = saves
      ? ({ kind: "noteSaved", revision: request.revision } as const)
      : ({ kind: "done" } as const);
    this.take({ kind: "answer", id, outcome: { ok: true, value } });
  }

  // What is seen, in the words of the README.
  private see(): Readonly<Record<string, unknown>> {
    const { state } = this;
    const entry = focusedEntry(state);
    const draft = draftOf(state, state.focus.call);
    return {
      link: lookOf(state),
      canAct: isLive(state),
      entries: entriesOf(state).map(nameOf),
      focus: entry === null ? "nothing" : nameOf(entry),
      typing: state.typing !== null,
      note: draft.note,
      noteSaved: !draft.dirty && !draft.saving,
      outcome: draft.outcome,
      customer: entry === null ? "" : customerOf(entry),
      candidateMarked: state.candidateMarked !== "",
      missedCount: state.missedCount,
      missedWhileAway: state.link.missedWhileAway,
      told: toldOf(state),
      requests: this.requests,
      opened: this.opened,
      bells: this.bells,
    };
  }

  private compare(expected: Readonly<Record<string, unknown>>): void {
    const seen = this.see();
    for (const key of Object.keys(expected)) {
      if (!(key in seen)) throw new Error(`the README does not know ${key}`);
    }
    expect(seen, `at ${this.atMs} ms`).toMatchObject(expected);
    this.requests = [];
    this.opened = [];
    this.bells = 0;
  }
}

const files = readdirSync(FOLDER).filter((name) => name.endsWith(".json"));

test("there are cases", () => {
  expect(files.length).toBeGreaterThan(0);
});

describe.each(files)("%s", (file) => {
  const { cases } = JSON.parse(readFileSync(new URL(file, FOLDER), "utf8")) as { cases: Case[] };

  test.each(cases)("$name", ({ steps }) => {
    const player = new Player();

    for (const step of steps) player.play(step);
  });
});
