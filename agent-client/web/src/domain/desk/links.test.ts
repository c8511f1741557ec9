import { expect, test } from "vitest";
import { isSafeUri, linkOf, telOf } from "./links";

const VALUES = { number: "+4930901820", customer: "customers/w1", externalId: "A 17/3" };

test("values stand percent-encoded in their places", () => {
  const uri = linkOf("https://crm.example/find?n={number}&c={customer}#{external_id}", VALUES);

  expect(uri).toBe("https://crm.example/find?n=%2B4930901820&c=w1#A%2017%2F3");
});

test("a link whose value is not known is not offered", () => {
  expect(linkOf("https://crm.example/{external_id}", { ...VALUES, externalId: "" })).toBeNull();
});

test.each([
  "http://crm.example/{number}",
  "javascript:alert({number})",
  "https://{customer}.example/",
  "https://{customer}/",
  "https://user@crm.example/{number}",
  "https:///{number}",
  "https://crm.example\\{number}",
  "//crm.example/{number}",
  "data:text/html,{number}",
  " https://crm.example/",
])("%s is no template", (template) => {
  expect(linkOf(template, VALUES)).toBeNull();
});

// Every value that a hostile caller might bring, in every place of the path.
const HOSTILE = [
  "@evil.example/",
  "//evil.example",
  "..//..//evil.example",
  "\\\\evil.example",
  "javascript:alert(1)",
  "?x=1#y",
  "%2e%2e%2f",
  "\u202eexe.gpj",
  "\ud800",
  "<img src=x onerror=alert(1)>",
  "王小明",
  ":443@evil",
  "\r\nHost: evil",
];

test.each(HOSTILE)("the value %j changes neither scheme nor host", (value) => {
  for (const template of ["https://a.example/{number}", "https://a.example?q={number}"]) {
    const uri = linkOf(template, { ...VALUES, number: value });

    expect(new URL(uri ?? "").origin).toBe("https://a.example");
  }
});

// A walk through the code points in seeded order: no value of any kind leaves the host.
test("no value of any characters leaves the host", () => {
  let seed = 20_260_302;
  const next = (limit: number) => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return seed % limit;
  };
  for (let round = 0; round < 2_000; round += 1) {
    const letters = Array.from({ length: 1 + next(12) }, () => String.fromCharCode(next(0x600)));
    const uri = linkOf("https://crm.example/find/{number}", {
      ...VALUES,
      number: letters.join(""),
    });

    expect(new URL(uri ?? "").host).toBe("crm.example");
  }
});

test("only addresses of the web are opened at the answer", () => {
  expect(isSafeUri("https://crm.example/c/1")).toBe(true);
  expect(isSafeUri("http://crm.example/c/1")).toBe(true);
  expect(isSafeUri("javascript:alert(1)")).toBe(false);
  expect(isSafeUri("https://user:secret@crm.example/")).toBe(false);
  expect(isSafeUri("file:///etc/passwd")).toBe(false);
});

test("a number is handed to a telephone program only in its international form", () => {
  const number = { formatted: "", raw: "", place: "", kind: "unknown" } as const;

  expect(telOf({ ...number, e164: "+4930901820" })).toBe("tel:+4930901820");
  expect(telOf({ ...number, e164: "", raw: "anonymous" })).toBeNull();
  expect(telOf({ ...number, e164: "+49;phone-context=evil" })).toBeNull();
});
