import { expect, test } from "vitest";
import { formatWallOptions, parseWallOptions, secretOf, wallLink } from "./wallOptions";
import type { WallOptions } from "./wallOptions";

const options: WallOptions = {
  title: "Sales & Support",
  all: { waiting: 10, waitSeconds: 120 },
  target: 0.8,
  chime: true,
  theme: "light",
  locale: "zh-CN",
};
const plainOptions: WallOptions = {
  title: "",
  all: { waiting: undefined, waitSeconds: undefined },
  target: undefined,
  chime: false,
  theme: "dark",
  locale: undefined,
};

test("options come back from an address as they were", () => {
  expect(parseWallOptions(formatWallOptions(options))).toEqual(options);
  expect(formatWallOptions(plainOptions)).toBe("");
});

test.each([
  "?title=%20",
  "?waiting=-1&wait=1e9",
  "?waiting=999999",
  "?sl=0",
  "?sl=101",
  "?theme=javascript:x&lang=xx&chime=yes",
])("what does not fit in %s is left out", (query) => {
  expect(parseWallOptions(query)).toEqual(plainOptions);
});

test("a secret comes in the fragment, and in no other part of a link", () => {
  const link = new URL(wallLink("https://board.example", options, "s3+cr/et="));

  expect(link.pathname).toBe("/wall");
  expect(link.search).not.toContain("s3");
  expect(secretOf(link.hash)).toBe("s3+cr/et=");
});

test.each(["", "#", "#k=", "#x=1", `#k=${"a".repeat(600)}`, "#k=a%0Ab", "#k=a%20b"])(
  "%s holds no secret",
  (fragment) => {
    expect(secretOf(fragment)).toBeNull();
  },
);
