// A part of the desk in a page of its own, for tests: what can be read in it, and pressed. No page
// imports it.

import { flushSync, unmount } from "svelte";
import { DESK } from "./context";
import type { DeskContext, Layer } from "./context";
import type { FakeSession } from "./fakeSession.svelte";
import { Ringer } from "./sound";

const PRESSED = "button, a, [role^=menuitem], [role=radio], input";

const plain = (text: string | null) => (text ?? "").replace(/\s+/g, " ").trim();

interface Where {
  readonly target: HTMLElement;
  readonly context: Map<unknown, unknown>;
}

export class Mounted {
  private static readonly all = new Set<Mounted>();
  readonly opened: (Layer | "customer")[] = [];
  private readonly target = document.body.appendChild(document.createElement("div"));
  private readonly part: Record<string, unknown>;

  // `mountAt` mounts the part where it is told.
  constructor(session: FakeSession, mountAt: (where: Where) => Record<string, unknown>) {
    const desk: DeskContext = {
      session,
      ringer: new Ringer(() => undefined),
      open: (layer) => this.opened.push(layer),
      openCustomer: () => this.opened.push("customer"),
    };
    this.part = mountAt({ target: this.target, context: new Map([[DESK, desk]]) });
    Mounted.all.add(this);
    flushSync();
  }

  static async closeAll(): Promise<void> {
    for (const { part, target } of Mounted.all) {
      await unmount(part);
      target.remove();
    }
    Mounted.all.clear();
  }

  get text(): string {
    return plain(this.target.textContent);
  }

  all(selector: string): HTMLElement[] {
    return [...this.target.querySelectorAll<HTMLElement>(selector)];
  }

  // What can be pressed and is called so: by its label, or by its text.
  find(name: string | RegExp): HTMLElement {
    const found = this.all(PRESSED).find((one) => {
      const called = one.getAttribute("aria-label") ?? plain(one.textContent);
      return typeof name === "string" ? called === name : name.test(called);
    });
    if (found === undefined) throw new Error(`no ${String(name)} in: ${this.text}`);
    return found;
  }

  has(name: string | RegExp): boolean {
    try {
      return this.find(name) !== null;
    } catch {
      return false;
    }
  }

  press(name: string | RegExp): void {
    this.find(name).click();
    flushSync();
  }

  // The radio button or box at this place.
  choose(index: number): void {
    this.all("input")[index]?.click();
    flushSync();
  }
}
