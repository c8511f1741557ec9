// What is typed to find tickets: words, or the number of one.

const SIGNS_MIN = 2;
const SIGNS_MAX = 200;
const CJK = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

export type TicketSearch =
  | { readonly kind: "none" }
  | { readonly kind: "short" } // Too little for the server.
  | { readonly kind: "words"; readonly text: string }
  | { readonly kind: "number"; readonly name: string }; // `tickets/{number}`

export function ticketSearch(typed: string): TicketSearch {
  const text = typed.trim().replace(/\s+/g, " ");
  if (text === "") return { kind: "none" };
  const number = text.match(/^#?(\d{1,15})$/)?.[1];
  if (number !== undefined) return { kind: "number", name: `tickets/${number}` };
  const signs = [...text].length;
  if (signs < SIGNS_MIN && !CJK.test(text)) return { kind: "short" };
  return { kind: "words", text: [...text].slice(0, SIGNS_MAX).join("") };
}
