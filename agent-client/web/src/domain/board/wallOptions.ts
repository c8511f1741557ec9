// What a board on the wall is to show, in the query of its address; and its credential, in the
// fragment, which browsers never send. The limits of single queues come from the server.

import { plain } from "./savedView";

export interface WallLimits {
  // More than so many waiting is over the limit. Undefined: there is none.
  readonly waiting: number | undefined;
  readonly waitSeconds: number | undefined;
}

export interface WallOptions {
  readonly title: string;
  // Of all queues of the board together.
  readonly all: WallLimits;
  // The service level to reach by all queues together, 0–1. Undefined: that of the queues, where
  // they agree.
  readonly target: number | undefined;
  readonly chime: boolean;
  readonly theme: "dark" | "light";
  // Language of the board. Undefined: that of the browser.
  readonly locale: "en" | "zh-CN" | undefined;
}

function whole(text: string | null | undefined): number | undefined {
  return text !== null && text !== undefined && /^\d{1,5}$/.test(text) ? Number(text) : undefined;
}

export function parseWallOptions(query: string): WallOptions {
  const params = new URLSearchParams(query);
  const locale = params.get("lang");
  const target = whole(params.get("sl"));
  return {
    title: plain(params.get("title") ?? "").trim(),
    all: { waiting: whole(params.get("waiting")), waitSeconds: whole(params.get("wait")) },
    target: target !== undefined && target > 0 && target <= 100 ? target / 100 : undefined,
    chime: params.get("chime") === "1",
    theme: params.get("theme") === "light" ? "light" : "dark",
    locale: locale === "en" || locale === "zh-CN" ? locale : undefined,
  };
}

export function formatWallOptions(options: WallOptions): string {
  const params = new URLSearchParams();
  if (options.title !== "") params.set("title", options.title);
  const { waiting, waitSeconds } = options.all;
  if (waiting !== undefined) params.set("waiting", String(waiting));
  if (waitSeconds !== undefined) params.set("wait", String(waitSeconds));
  if (options.target !== undefined) params.set("sl", String(Math.round(options.target * 100)));
  if (options.chime) params.set("chime", "1");
  if (options.theme === "light") params.set("theme", "light");
  if (options.locale !== undefined) params.set("lang", options.locale);
  const query = params.toString();
  return query === "" ? "" : `?${query}`;
}

const SECRET_MAX = 512;
const SECRET = /^[\x21-\x7e]+$/;

// The credential in a fragment, `#k=SECRET`. Null: there is none, or it cannot be one.
export function secretOf(fragment: string): string | null {
  const secret = new URLSearchParams(fragment.replace(/^#/, "")).get("k");
  if (secret === null || secret.length > SECRET_MAX || !SECRET.test(secret)) return null;
  return secret;
}

export function wallLink(origin: string, options: WallOptions, secret: string): string {
  return `${origin}/wall${formatWallOptions(options)}#k=${encodeURIComponent(secret)}`;
}
