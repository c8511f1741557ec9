import { expect, test } from "vitest";
import { addView, parseViews, removeView, viewsText } from "./viewList";

test("views come back from storage as they were", () => {
  const views = addView(addView([], "Night", "?state=ready"), "All", "");

  expect(parseViews(viewsText(views))).toEqual(views);
});

test("a view of the same name is replaced", () => {
  const views = addView(addView([], "Night", "?state=ready"), " Night ", "?state=hold");

  expect(views).toEqual([{ name: "Night", query: "?state=hold" }]);
});

test("a view without a name is not kept", () => {
  expect(addView([], " \u202E ", "?state=ready")).toEqual([]);
});

test("what a view says that does not fit is left out", () => {
  expect(addView([], "x", "?page=evil&show=javascript:1")[0]?.query).toBe("");
});

test("of more than fifty views the oldest goes", () => {
  let views = addView([], "first", "");
  for (let index = 0; index < 50; index++) views = addView(views, `view ${index}`, "");

  expect(views).toHaveLength(50);
  expect(views.some((view) => view.name === "first")).toBe(false);
});

test("a view can be taken away", () => {
  expect(removeView(addView([], "a", ""), "a")).toEqual([]);
});

test.each([null, "", "{", "1", '[["a"]]', "[[1,2]]", '[{"name":"a"}]', "[null]"])(
  "%s in storage does no harm",
  (text) => {
    expect(parseViews(text)).toEqual([]);
  },
);
