// The queues of a board with their marks and lines, kept up once a second. Marks need memory: ten
// seconds over a limit, twenty within it.

import {
  limitsByQueue,
  markKey,
  noRules,
  queueRows,
  raisedKeys,
  rulesByQueue,
  standingsOf,
  waitingByQueue,
} from "../../domain/board/boardQueues";
import type { LimitedFigure, RulesByQueue } from "../../domain/board/boardQueues";
import {
  emptyHistory,
  historyText,
  line,
  parseHistory,
  remember,
} from "../../domain/board/history";
import type { History } from "../../domain/board/history";
import { calmMark, markOf, noMarks, redEdges, stepMarks } from "../../domain/board/marks";
import type { Mark, Marks } from "../../domain/board/marks";
import type { QueueLimits } from "../../domain/board/wallOptions";
import type { AlertRule } from "$proto/alert_pb";
import type { LiveBoard } from "./liveBoard.svelte";

export interface BoardFiguresOptions {
  readonly live: LiveBoard;
  // Limits that came with the link of a board, by `queues/{queue}`.
  readonly given?: ReadonlyMap<string, QueueLimits>;
  // Where the last hour is kept. Undefined: nowhere.
  readonly historyKey?: string;
  readonly onRedEdge?: (count: number) => void;
}

const SAVE_MS = 15_000;

export class BoardFigures {
  readonly #options: BoardFiguresOptions;
  readonly #live: LiveBoard;
  // Rules that are known from elsewhere, e.g. the configuration, by `queues/{queue}`.
  rules = $state.raw<RulesByQueue>(noRules);
  marks = $state.raw<Marks>(noMarks);
  history = $state.raw<History>(emptyHistory);
  #savedAtMs = 0;

  readonly rows = $derived.by(() => queueRows(this.#live.board.tables.queues.values()));
  readonly #alertRules = $derived.by(() => rulesByQueue(this.#live.board.tables.alerts.values()));
  readonly raised = $derived.by(() => raisedKeys(this.#live.board.tables.alerts.values()));
  readonly limits = $derived.by(() =>
    limitsByQueue(this.rows, (queue) => this.rulesOf(queue), this.#options.given),
  );

  constructor(options: BoardFiguresOptions) {
    this.#options = options;
    this.#live = options.live;
    if (options.historyKey !== undefined) {
      this.history = parseHistory(localStorage.getItem(options.historyKey));
    }
  }

  rulesOf(queue: string): readonly AlertRule[] {
    return this.rules.get(queue) ?? this.#alertRules.get(queue) ?? [];
  }

  mark(queue: string, figure: LimitedFigure): Mark {
    const key = markKey(queue, figure);
    return this.raised.has(key) ? "over" : markOf(this.marks.get(key) ?? calmMark);
  }

  // The worst mark of a queue. Undefined: it has no limits, so that nothing can be said.
  rowMark(queue: string): Mark | undefined {
    const figures = Object.keys(this.limits.get(queue) ?? {}) as LimitedFigure[];
    if (figures.length === 0) return undefined;
    const marks = figures.map((figure) => this.mark(queue, figure));
    if (marks.includes("over")) return "over";
    return marks.includes("near") ? "near" : "within";
  }

  lineOf(queue: string, serverMs: number): readonly (number | null)[] {
    return line(this.history, queue, serverMs);
  }

  // Called once a second while the board is live: what is old must not count on.
  step(serverMs: number): void {
    const before = this.marks;
    const standings = standingsOf(this.rows, this.limits, serverMs);
    this.marks = stepMarks(before, standings, serverMs);
    this.history = remember(this.history, waitingByQueue(this.rows), serverMs);
    this.#save(serverMs);
    const edges = redEdges(before, this.marks).length;
    if (edges > 0) this.#options.onRedEdge?.(edges);
  }

  #save(serverMs: number): void {
    const key = this.#options.historyKey;
    if (key === undefined || serverMs - this.#savedAtMs < SAVE_MS) return;
    this.#savedAtMs = serverMs;
    try {
      localStorage.setItem(key, historyText(this.history));
    } catch {
      // A full storage costs the lines of the last hour after a reload, and nothing else.
      return;
    }
  }
}
