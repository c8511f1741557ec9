// What is known of customers beside the pop, read once when something asks for it.

import { SvelteMap } from "svelte/reactivity";
import type { Session } from "./context";

const KNOWN_MAX = 50;
const externalIds = new SvelteMap<string, string>();
const asked = new Set<string>();

// The customer's key in the first other system. "": not known, or not known yet.
export function externalIdOf(session: Session, customer: string): string {
  if (!asked.has(customer)) {
    asked.add(customer);
    queueMicrotask(() => void read(session, customer));
  }
  return externalIds.get(customer) ?? "";
}

async function read(session: Session, customer: string): Promise<void> {
  const outcome = await session.ask({ query: "getCustomer", name: customer });
  if (!outcome.ok) {
    asked.delete(customer);
    return;
  }
  if (externalIds.size >= KNOWN_MAX) {
    externalIds.clear();
    asked.clear();
  }
  externalIds.set(customer, outcome.value.externalIds[0]?.value ?? "");
}
