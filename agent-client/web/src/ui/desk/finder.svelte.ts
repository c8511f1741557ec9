// A search that follows what is typed: asked when typing pauses, and an older answer never
// replaces a newer one.

import { SEARCH_AFTER_MS, searchable } from "../../domain/desk/search";
import type { Customer } from "../../domain/desk/values";
import type { Session } from "./context";

export type Found =
  | { readonly kind: "nothing" }
  | { readonly kind: "short" }
  | { readonly kind: "busy"; readonly customers: readonly Customer[] }
  | { readonly kind: "found"; readonly customers: readonly Customer[]; readonly more: boolean }
  | { readonly kind: "throttled"; readonly seconds: number }
  | { readonly kind: "failed" };

export class Finder {
  found = $state.raw<Found>({ kind: "nothing" });
  private timer: ReturnType<typeof setTimeout> | undefined;
  private latest = 0;

  constructor(private readonly session: Session) {}

  type(text: string): void {
    clearTimeout(this.timer);
    this.latest += 1;
    const query = searchable(text);
    if (query === null) {
      this.found = { kind: text.trim() === "" ? "nothing" : "short" };
      return;
    }
    const customers = "customers" in this.found ? this.found.customers : [];
    this.found = { kind: "busy", customers };
    this.timer = setTimeout(() => void this.search(query, this.latest), SEARCH_AFTER_MS);
  }

  stop(): void {
    clearTimeout(this.timer);
    this.latest += 1;
  }

  private async search(text: string, turn: number): Promise<void> {
    const outcome = await this.session.ask({ query: "searchCustomers", text });
    if (turn !== this.latest) return;
    if (outcome.ok) {
      this.found = { kind: "found", ...outcome.value };
    } else if (outcome.failure.reason === "SEARCH_THROTTLED") {
      const waitMs = outcome.failure.retryMs ?? 1_000;
      this.found = { kind: "throttled", seconds: Math.ceil(waitMs / 1_000) };
      this.timer = setTimeout(() => void this.search(text, turn), waitMs);
    } else {
      this.found = { kind: "failed" };
    }
  }
}
