// Parts of the page that are loaded when they are looked at first. A server that was upgraded since
// has them under other names, which only the new page knows.

const KEY = "jackfield.supervisor.renewedAt";
// A page that was loaded anew and misses a part again would do so for ever.
const NOT_AGAIN_FOR_MS = 60_000;

export interface PageWorld {
  readonly kept: Pick<Storage, "getItem" | "setItem">;
  readonly nowMs: () => number;
  // Whether the server gives the page now; otherwise there would be no page at all.
  readonly isThere: () => Promise<boolean>;
  readonly reload: () => void;
}

// Loads the page anew, since a part of it is gone.
export async function renewPage(world: PageWorld): Promise<void> {
  const nowMs = world.nowMs();
  if (nowMs - Number(world.kept.getItem(KEY) ?? 0) < NOT_AGAIN_FOR_MS) return;
  if (!(await world.isThere())) return;
  world.kept.setItem(KEY, String(nowMs));
  world.reload();
}

export function watchLateParts(): void {
  const world: PageWorld = {
    kept: sessionStorage,
    nowMs: () => Date.now(),
    isThere: () =>
      fetch(location.pathname, { cache: "no-store" }).then(
        (answer) => answer.ok,
        () => false,
      ),
    reload: () => {
      location.reload();
    },
  };
  addEventListener("vite:preloadError", () => void renewPage(world));
}
