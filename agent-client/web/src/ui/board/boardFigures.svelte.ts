// The queues of a board with their marks and lines, kept up once a second. Marks need memory: ten
// seconds over a limit, twenty within it.

import {
  limitsByQueue,
  markKey,
  queueRows,
  raisedKeys,
  standingsOf,
  waitingByQueue,
} from "../../domain/board/boardQueues";
import type { LimitedFigure } from "../../domain/board/boardQueues";
import {
  emptyHistory,
  historyText,
  line,
  parseHistory,
  remember,
} from "../../domain/board/history";
import type { History } from "../../domain/board/history";
import { calmMark, markOf, noMarks, redEdges, redKeys, stepMarks } from "../../domain/board/marks";
import type { Mark, Marks } from "../../domain/board/marks";
import { nothingSeen, parseRecent, recentRow, recentText, see } from "../../domain/board/recent";
import type { Recent } from "../../domain/board/recent";
import type { LiveBoard } from "./liveBoard.svelte";

export interface BoardFiguresOptions {
  readonly live: LiveBoard;
  // Where the last hour is kept. Undefined: nowhere.
  readonly historyKey?: string;
  // Where the counts of the last half hour are kept. Undefined: shares of calls are of the present
  // quarter of an hour, as the server reckons them.
  readonly recentKey?: string;
  readonly onRedEdge?: () => void;
}

const SAVE_MS = 15_000;

export class BoardFigures {
  readonly #options: BoardFiguresOptions;
  readonly #live: LiveBoard;
  marks = $state.raw<Marks>(noMarks);
  history = $state.raw<History>(emptyHistory);
  #recent = $state.raw<Recent>(nothingSeen);
  #steppedMs = $state(0);
  #savedAtMs = 0;
  #red: ReadonlySet<string> | undefined;

  // Of their own, so that what rests on them is reckoned anew only when they changed.
  readonly #queues = $derived.by(() => this.#live.board.tables.queues);
  readonly #alerts = $derived.by(() => this.#live.board.tables.alerts);
  readonly #told = $derived.by(() => queueRows(this.#queues.values()));
  readonly rows = $derived.by(() => {
    if (this.#options.recentKey === undefined) return this.#told;
    return this.#told.map((row) => recentRow(this.#recent, row, this.#steppedMs));
  });
  readonly raised = $derived.by(() => raisedKeys(this.#alerts.values()));
  readonly limits = $derived.by(() => limitsByQueue(this.rows));

  constructor(options: BoardFiguresOptions) {
    this.#options = options;
    this.#live = options.live;
    if (options.historyKey !== undefined) {
      this.history = parseHistory(localStorage.getItem(options.historyKey));
    }
    if (options.recentKey !== undefined) {
      this.#recent = parseRecent(localStorage.getItem(options.recentKey));
    }
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
    if (this.#options.recentKey !== undefined) {
      this.#recent = see(this.#recent, this.#told, serverMs);
      this.#steppedMs = serverMs;
    }
    const standings = standingsOf(this.rows, this.limits, serverMs);
    this.marks = stepMarks(this.marks, standings, serverMs);
    this.history = remember(this.history, waitingByQueue(this.rows), serverMs);
    this.#save(serverMs);
    const red = redKeys(this.marks, this.raised);
    const edges = redEdges(this.#red, red);
    this.#red = red;
    if (edges > 0) this.#options.onRedEdge?.();
  }

  #save(serverMs: number): void {
    if (serverMs - this.#savedAtMs < SAVE_MS) return;
    this.#savedAtMs = serverMs;
    const { historyKey, recentKey } = this.#options;
    try {
      if (historyKey !== undefined) localStorage.setItem(historyKey, historyText(this.history));
      if (recentKey !== undefined) localStorage.setItem(recentKey, recentText(this.#recent));
    } catch {
      // A full storage costs the last hour after a reload, and nothing else.
      return;
    }
  }
}
