// Does something when it is asked for, and no oftener than once in a time: what is asked for
// meanwhile is done once, when the time is over.

export interface Paced {
  readonly ask: () => void;
  readonly stop: () => void; // What waits is not done any more.
}

export function paced(everyMs: number, work: () => void): Paced {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let wanted = false;
  function turn() {
    wanted = false;
    work();
    timer = setTimeout(() => {
      timer = undefined;
      if (wanted) turn();
    }, everyMs);
  }
  return {
    ask: () => {
      if (timer === undefined) turn();
      else wanted = true;
    },
    stop: () => {
      clearTimeout(timer);
      timer = undefined;
      wanted = false;
    },
  };
}
