// The page's side of the link.

import type { Failure } from "../../domain/shared/failure";
import { DEADLINE_EXCEEDED } from "../../domain/shared/failure";
import type { Outcome } from "../../domain/desk/input";
import workerPath from "./desk.worker.ts?sharedworker&url";
import type { Query, QueryResult, Results, ToPage, ToWorker } from "./protocol";
import { hasSharedWorkers, throughWorker } from "../shared/sharedWorker";

const UNANSWERED: Failure = {
  code: DEADLINE_EXCEEDED,
  reason: "",
  message: "no answer",
  fields: [],
};
const ANSWER_WITHIN_MS = 20_000;

export interface Connection {
  readonly send: (message: ToWorker) => void;
  readonly ask: <Name extends Query["query"]>(
    query: Extract<Query, { query: Name }>,
  ) => Promise<Outcome<Results[Name]>>;
}

type Sender = (message: ToWorker) => void;
type Taker = (message: ToPage) => void;

// Where there is no SharedWorker each tab has a link of its own.
async function inPage(take: Taker): Promise<Sender> {
  const { makeHub } = await import("./makeHub");
  return makeHub().attach({ send: (message) => queueMicrotask(() => take(message)) });
}

async function open(take: Taker): Promise<Sender> {
  return hasSharedWorkers() ? throughWorker(workerPath, "jackfield-desk", take) : inPage(take);
}

export async function connect(take: Taker): Promise<Connection> {
  const waiting = new Map<number, (outcome: Outcome<QueryResult>) => void>();
  let lastId = 0;
  const send = await open((message) => {
    if (message.kind !== "result") return take(message);
    waiting.get(message.id)?.(message.outcome);
    waiting.delete(message.id);
  });

  const ask = (query: Query) => {
    lastId += 1;
    const id = lastId;
    return new Promise<Outcome<QueryResult>>((resolve) => {
      waiting.set(id, resolve);
      setTimeout(() => {
        if (waiting.delete(id)) resolve({ ok: false, failure: UNANSWERED });
      }, ANSWER_WITHIN_MS);
      send({ kind: "query", id, query });
    });
  };
  return { send, ask: ask as Connection["ask"] };
}
