// Who lives holds a lock, which is free once they crashed or were thrown away: then they tell
// nothing of it, in Chromium not even by the port of a worker. Browsers have locks where they have
// a session.

// Held from now on. `tell` is called with its name once it is held, so that nobody takes it before.
export function holdLifeLock(tell: (lock: string) => void): void {
  const name = `jackfield-${crypto.randomUUID()}`;
  const hold = () => {
    tell(name);
    return new Promise<void>(() => undefined);
  };
  void navigator.locks?.request(name, hold).catch(() => undefined);
}

export function whenFree(lock: string, act: () => void): void {
  void navigator.locks?.request(lock, act).catch(() => undefined);
}
