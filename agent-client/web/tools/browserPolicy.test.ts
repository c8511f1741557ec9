import { readFileSync, readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";

const FOLDER = new URL("../../../deploy/browser-policy/", import.meta.url);
const README = readFileSync(new URL("../README.md", import.meta.url), "utf8");
const ORIGIN = "https://jackfield.example.com";
const FILES = readdirSync(FOLDER);

type Json = string | boolean | readonly Json[] | { readonly [name: string]: Json };

function read(file: string): Json {
  return JSON.parse(readFileSync(new URL(file, FOLDER), "utf8")) as Json;
}

function addressesIn(value: Json): string[] {
  if (typeof value === "string") return value.startsWith("http") ? [value] : [];
  if (typeof value === "boolean") return [];
  const parts: readonly Json[] = Array.isArray(value) ? value : Object.values(value);
  return parts.flatMap(addressesIn);
}

test("there is a policy for each of the browsers", () => {
  expect(FILES.sort()).toEqual(["chrome.json", "edge.json", "firefox.json"]);
});

describe.each(FILES)("%s", (file) => {
  test("speaks of one address, which is put in once", () => {
    const addresses = addressesIn(read(file));

    expect(addresses.length).toBeGreaterThan(1);
    expect(new Set(addresses)).toEqual(new Set([ORIGIN]));
  });

  test("is explained line by line", () => {
    const text = readFileSync(new URL(file, FOLDER), "utf8");
    const names = [...text.matchAll(/"([\w.]+)":/g)].map(([, name]) => name ?? "");
    const told = names.filter((name) => !["policies", "Preferences", "Allow"].includes(name));

    for (const name of told.filter((one) => one !== "Value" && one !== "Status")) {
      expect(README).toContain(name);
    }
  });
});
