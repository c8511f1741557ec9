// Marks of the big numbers, which are of all queues together.

import { longestOf, totalLevel } from "../../domain/board/boardQueues";
import type { BoardTotals } from "../../domain/board/boardQueues";
import {
  calmMark,
  markOf,
  noMarks,
  redEdges,
  redKeys,
  standingsBy,
  stepMarks,
} from "../../domain/board/marks";
import type { Limit, Mark, Marks } from "../../domain/board/marks";
import type { WallOptions } from "../../domain/board/wallOptions";

export type BigFigure = "waiting" | "wait" | "level";

function above(value: number | undefined): Limit | undefined {
  return value === undefined ? undefined : { value, brokenWhen: "above" };
}

export class WallMarks {
  readonly waitingLimit: Limit | undefined;
  readonly waitLimit: Limit | undefined;
  #marks = $state.raw<Marks>(noMarks);

  readonly #target: number | undefined;
  #red: ReadonlySet<string> | undefined;

  constructor({ all, target }: WallOptions) {
    this.#target = target;
    this.waitingLimit = above(all.waiting);
    this.waitLimit = above(all.waitSeconds === undefined ? undefined : all.waitSeconds * 1000);
  }

  levelLimit(totals: BoardTotals): Limit | undefined {
    const value = this.#target ?? totals.targetRatio;
    return value === undefined ? undefined : { value, brokenWhen: "below" };
  }

  mark(figure: BigFigure): Mark {
    return markOf(this.#marks.get(figure) ?? calmMark);
  }

  // Returns whether one of them turned red.
  step(totals: BoardTotals, serverMs: number): boolean {
    const standings = standingsBy([
      ["waiting", totals.waiting, this.waitingLimit],
      ["wait", longestOf(totals, serverMs), this.waitLimit],
      ["level", totalLevel(totals), this.levelLimit(totals)],
    ]);
    this.#marks = stepMarks(this.#marks, standings, serverMs);
    const red = redKeys(this.#marks, new Set());
    const edges = redEdges(this.#red, red);
    this.#red = red;
    return edges > 0;
  }
}
