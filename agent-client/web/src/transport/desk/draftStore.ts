// Notes as typed, kept by this browser until the server has them: a crash, a reload or a lost link
// takes none. Of each agent their own; none is kept longer than the server would take it.

import type { DBSchema, IDBPDatabase } from "idb";
import { openDB } from "idb";
import type { Draft } from "../../domain/desk/state";

const KEPT_FOR_MS = 24 * 3_600_000;

interface Kept {
  readonly agent: string;
  readonly call: string;
  readonly note: string;
  readonly outcome: string;
  readonly revision: bigint;
  readonly dirty: boolean;
  readonly savedAtMs: number; // By this computer's clock; only to throw away what is old.
}

interface Schema extends DBSchema {
  drafts: { key: [string, string]; value: Kept };
}

export class DraftStore {
  private constructor(private readonly database: IDBPDatabase<Schema> | null) {}

  // Without a database, e.g. in a private window, drafts live as long as the page.
  static async open(): Promise<DraftStore> {
    try {
      const database = await openDB<Schema>("jackfield", 1, {
        upgrade: (fresh) => void fresh.createObjectStore("drafts", { keyPath: ["agent", "call"] }),
      });
      return new DraftStore(database);
    } catch {
      return new DraftStore(null);
    }
  }

  async read(agent: string, nowMs: number): Promise<ReadonlyMap<string, Draft>> {
    const found = new Map<string, Draft>();
    if (this.database === null) return found;
    for (const kept of await this.database.getAll("drafts")) {
      if (nowMs - kept.savedAtMs > KEPT_FOR_MS) {
        await this.database.delete("drafts", [kept.agent, kept.call]);
      } else if (kept.agent === agent) {
        const { note, outcome, revision, dirty } = kept;
        found.set(kept.call, {
          note,
          outcome,
          revision,
          dirty,
          saving: false,
          failed: false,
          editedMs: 0,
        });
      }
    }
    return found;
  }

  // True: it is on this computer. False: there is no room, or no database.
  async keep(agent: string, call: string, draft: Draft, nowMs: number): Promise<boolean> {
    if (this.database === null) return false;
    const { note, outcome, revision } = draft;
    const dirty = draft.dirty || draft.saving; // Not had by the server until it says so.
    const kept = { agent, call, note, outcome, revision, dirty, savedAtMs: nowMs };
    return this.database.put("drafts", kept).then(
      () => true,
      () => false,
    );
  }

  async drop(agent: string, call: string): Promise<void> {
    await this.database?.delete("drafts", [agent, call]);
  }

  // At the sign-out nothing stays on this computer but what the server has not got.
  async forget(agent: string): Promise<void> {
    if (this.database === null) return;
    for (const kept of await this.database.getAll("drafts")) {
      if (kept.agent === agent && !kept.dirty) await this.drop(agent, kept.call);
    }
  }
}
