import { expect, test } from "vitest";
import { aView } from "./fixtures";
import { EVERY_TICKET } from "./ticket";
import { draftFor, sameQuestion, withView } from "./views";

const QUESTION = { filter: { ...EVERY_TICKET, tag: "vip" }, order: "due" } as const;

test("a question is the same in whatever order its parts were written", () => {
  const { tag, ...rest } = QUESTION.filter;

  expect(sameQuestion(QUESTION, { filter: { tag, ...rest }, order: "due" })).toBe(true);
  expect(sameQuestion(QUESTION, { ...QUESTION, order: "newest" })).toBe(false);
  expect(sameQuestion(QUESTION, { ...QUESTION, filter: EVERY_TICKET })).toBe(false);
});

test("a new name makes a new view, without the spaces around it", () => {
  expect(draftFor([aView({})], QUESTION, "  For   VIPs ", false)).toEqual({
    name: "",
    etag: "",
    displayName: "For VIPs",
    shared: false,
    ...QUESTION,
  });
});

test("a name that is there is replaced: private by private, shared by shared", () => {
  const mine = aView({ name: "savedViews/1", etag: "4" });
  const ours = aView({ name: "savedViews/2", shared: true });

  expect(draftFor([mine, ours], QUESTION, "Late ones", false)).toMatchObject({
    name: "savedViews/1",
    etag: "4",
  });
  expect(draftFor([mine, ours], QUESTION, "Late ones", true).name).toBe("savedViews/2");
  expect(draftFor([mine], QUESTION, "Late ones", true).name).toBe("");
});

test("a saved view stands where the server lists it", () => {
  const list = [
    aView({ name: "1", displayName: "B" }),
    aView({ name: "2", displayName: "A", shared: true }),
  ];

  const after = withView(list, aView({ name: "3", displayName: "A" }));

  expect(after.map(({ name }) => name)).toEqual(["3", "1", "2"]);
  expect(withView(after, aView({ name: "3", displayName: "C" })).map(({ name }) => name)).toEqual([
    "1",
    "3",
    "2",
  ]);
});
