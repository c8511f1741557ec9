// One word for one thing, in the texts of all screens.

import { readFileSync, readdirSync } from "node:fs";
import { expect, test } from "vitest";

const FOLDER = new URL("../messages/zh-CN/", import.meta.url);
const texts = readdirSync(FOLDER).map((file) => readFileSync(new URL(file, FOLDER), "utf8"));

test.each([
  ["未就绪", "示忙"], // Not ready.
  ["登录名", "用户名"], // Login.
  ["班组", "团队"], // Team.
  ["已签出", "已登出"], // Logged off.
  ["退出登录", '已退出"'], // Signed out.
])("in Chinese it is %s, nowhere %s", (word, other) => {
  expect(texts.join()).toContain(word);
  expect(texts.join()).not.toContain(other);
});
