// The views that a browser keeps by name. What was stored may be of another version, or anything.

import { formatView, parseView, plain } from "./savedView";

export interface NamedView {
  readonly name: string;
  // As `formatView` writes it.
  readonly query: string;
}

const VIEWS_MAX = 50;
const NAME_MAX = 40;

function nameOf(text: string): string {
  return [...plain(text).trim()].slice(0, NAME_MAX).join("");
}

// A view of the same name is replaced. The newest comes last; of too many the oldest goes.
export function addView(
  views: readonly NamedView[],
  name: string,
  query: string,
): readonly NamedView[] {
  const named = nameOf(name);
  if (named === "") return views;
  const others = views.filter((view) => view.name !== named);
  return [...others, { name: named, query: formatView(parseView(query)) }].slice(-VIEWS_MAX);
}

export function removeView(views: readonly NamedView[], name: string): readonly NamedView[] {
  return views.filter((view) => view.name !== name);
}

// Those of tickets are kept by the server; what a browser kept before it goes there.
export function ofTickets({ query }: NamedView): boolean {
  return parseView(query).page === "tickets";
}

export function viewsText(views: readonly NamedView[]): string {
  return JSON.stringify(views.map(({ name, query }) => [name, query]));
}

export function parseViews(text: string | null): readonly NamedView[] {
  let value: unknown;
  try {
    value = JSON.parse(text ?? "[]");
  } catch {
    return [];
  }
  if (!Array.isArray(value)) return [];
  let views: readonly NamedView[] = [];
  for (const entry of value.slice(0, VIEWS_MAX) as readonly unknown[]) {
    if (!Array.isArray(entry)) continue;
    const [name, query] = entry as readonly unknown[];
    if (typeof name !== "string" || typeof query !== "string") continue;
    views = addView(views, name, query);
  }
  return views;
}
