// Addresses of other programs, beside the customer and at the answer. Scheme and host are fixed by
// the configuration; nothing that a caller or a customer is called may change them.

import type { PhoneNumber } from "./values";

const TEMPLATE = /^https:\/\/([^/?#{}@\\\s]+)(?:[/?#]|$)/;
const PLACE = /\{(number|customer|external_id)\}/g;

// What no address holds: browsers drop such signs, or take them for something else.
function isForbidden(sign: string): boolean {
  return sign <= " " || sign === "\u007f" || sign === "\\";
}

export interface LinkValues {
  readonly number: string;
  readonly customer: string;
  readonly externalId: string;
}

// null: the template is not one, or a value that it needs is not known.
export function linkOf(template: string, values: LinkValues): string | null {
  const host = template.match(TEMPLATE)?.[1];
  if (host === undefined || [...template].some(isForbidden)) return null;
  const of: Readonly<Record<string, string>> = {
    number: values.number,
    customer: values.customer.slice(values.customer.indexOf("/") + 1),
    external_id: values.externalId,
  };
  const places = [...template.matchAll(PLACE)].map(([, name]) => of[name ?? ""] ?? "");
  if (places.includes("")) return null;
  const uri = template.replace(PLACE, (_, name: string) =>
    encodeURIComponent((of[name] ?? "").toWellFormed()),
  );
  return isUnder(uri, host) ? uri : null;
}

function isUnder(uri: string, host: string): boolean {
  if (!URL.canParse(uri)) return false;
  const parsed = new URL(uri);
  const fixed = new URL(`https://${host}/`);
  return parsed.origin === fixed.origin && parsed.username === "" && parsed.password === "";
}

// For the telephone program of this computer. null: not a number that could be dialled from here.
export function telOf({ e164 }: PhoneNumber): string | null {
  return /^\+[1-9]\d{2,14}$/.test(e164) ? `tel:${e164}` : null;
}

// What the server gives to be opened at the answer.
export function isSafeUri(uri: string): boolean {
  if (!/^https?:\/\//i.test(uri) || [...uri].some(isForbidden) || !URL.canParse(uri)) return false;
  const { protocol, username, password } = new URL(uri);
  return ["https:", "http:"].includes(protocol) && username === "" && password === "";
}
