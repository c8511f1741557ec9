import { expect, test } from "vitest";
import { calmMark, markOf, redEdges, redKeys, standing, stepMark, stepMarks } from "./marks";
import type { Limit, MarkState, Standing } from "./marks";

const above10: Limit = { value: 10, brokenWhen: "above" };
const below80: Limit = { value: 0.8, brokenWhen: "below" };

test.each<[number | undefined, Limit | undefined, Standing]>([
  [11, above10, "broken"],
  [10, above10, "near"],
  [9, above10, "near"],
  [8, above10, "kept"],
  [0.79, below80, "broken"],
  [0.8, below80, "near"],
  [0.86, below80, "kept"],
  [undefined, below80, "kept"],
  [11, undefined, "kept"],
  [0, { value: 0, brokenWhen: "above" }, "kept"],
])("%s against %o is %s", (figure, limit, expected) => {
  expect(standing(figure, limit)).toBe(expected);
});

function after(steps: readonly [number, Standing][]): MarkState {
  return steps.reduce((state, [atMs, now]) => stepMark(state, now, atMs), calmMark);
}

test("a mark turns red after ten seconds over the limit, not before", () => {
  expect(
    markOf(
      after([
        [0, "broken"],
        [9_999, "broken"],
      ]),
    ),
  ).toBe("near");
  expect(
    markOf(
      after([
        [0, "broken"],
        [10_000, "broken"],
      ]),
    ),
  ).toBe("over");
});

test("a moment within the limit begins the ten seconds anew", () => {
  const state = after([
    [0, "broken"],
    [9_000, "kept"],
    [9_500, "broken"],
    [19_000, "broken"],
  ]);

  expect(markOf(state)).toBe("near");
});

test("a red mark goes back after twenty seconds within the limit, not before", () => {
  const red: [number, Standing][] = [
    [0, "broken"],
    [10_000, "broken"],
  ];

  expect(markOf(after([...red, [11_000, "kept"], [30_999, "kept"]]))).toBe("over");
  expect(markOf(after([...red, [11_000, "kept"], [31_000, "kept"]]))).toBe("within");
});

test("a moment over the limit keeps a red mark for twenty seconds more", () => {
  const state = after([
    [0, "broken"],
    [10_000, "broken"],
    [11_000, "kept"],
    [30_000, "broken"],
    [31_000, "kept"],
    [50_000, "kept"],
  ]);

  expect(markOf(state)).toBe("over");
});

test("an edge to red is told once", () => {
  const step0 = stepMarks(new Map(), new Map([["sales", "broken"]]), 0);
  const step1 = stepMarks(step0, new Map([["sales", "broken"]]), 10_000);
  const step2 = stepMarks(step1, new Map([["sales", "broken"]]), 11_000);

  const none: ReadonlySet<string> = new Set();
  const [red0, red1, red2] = [step0, step1, step2].map((marks) => redKeys(marks, none));
  expect(redEdges(red0, red1 ?? none)).toBe(1);
  expect(redEdges(red1, red2 ?? none)).toBe(0);
});

test("what the server raises is red at once, and rings once", () => {
  const raised = new Set(["sales waiting"]);
  const marks = stepMarks(new Map(), new Map([["sales waiting", "broken"]]), 0);
  const later = stepMarks(marks, new Map([["sales waiting", "broken"]]), 10_000);

  expect(redEdges(new Set(), redKeys(marks, raised))).toBe(1);
  expect(redEdges(redKeys(marks, raised), redKeys(later, raised))).toBe(0);
});

test("what was red when the board was opened rings not", () => {
  expect(redEdges(undefined, new Set(["sales waiting"]))).toBe(0);
});

test("a figure that is gone takes its mark with it", () => {
  const marks = stepMarks(new Map(), new Map([["sales", "broken"]]), 0);

  expect(stepMarks(marks, new Map(), 1_000).size).toBe(0);
});

test("marks that stay what they are stay the same object", () => {
  const broken = new Map<string, Standing>([["sales", "broken"]]);
  const turning = stepMarks(new Map(), broken, 0);

  expect(stepMarks(turning, broken, 1_000)).toBe(turning);
  expect(stepMarks(turning, broken, 10_000)).not.toBe(turning);
  expect(stepMarks(turning, new Map(), 1_000)).not.toBe(turning);
});
