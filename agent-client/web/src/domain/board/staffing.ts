// How many agents a queue needs. Erlang C: callers wait for ever. Erlang A: they give up after a
// patience that is exponential about its mean. Both take arrivals and handling as memoryless.

export interface ErlangC {
  readonly occupancy: number; // 0–1.
  readonly waitProbability: number; // 0–1.
  readonly answerSpeedSeconds: number; // Mean wait of all callers.
  readonly serviceLevel: number; // 0–1: answered within the threshold.
}

export interface ErlangCInput {
  readonly callsPerHour: number;
  readonly handleSeconds: number;
  readonly agents: number;
  readonly thresholdSeconds: number;
}

// Null: the queue would grow without end, because there is no more staff than work.
export function erlangC(input: ErlangCInput): ErlangC | null {
  const load = (input.callsPerHour * input.handleSeconds) / 3600;
  const spare = input.agents - load;
  if (spare <= 0) return null;
  // Erlang B by its recurrence, which neither overflows nor cancels.
  let blocked = 1;
  for (let agents = 1; agents <= input.agents; agents++) {
    blocked = (load * blocked) / (agents + load * blocked);
  }
  const occupancy = load / input.agents;
  const waitProbability = blocked / (1 - occupancy * (1 - blocked));
  const decay = Math.exp((-spare * input.thresholdSeconds) / input.handleSeconds);
  return {
    occupancy,
    waitProbability,
    answerSpeedSeconds: (waitProbability * input.handleSeconds) / spare,
    serviceLevel: 1 - waitProbability * decay,
  };
}

export interface ErlangA {
  readonly waitProbability: number; // 0–1.
  readonly abandonProbability: number; // 0–1.
  readonly waitSeconds: number; // Mean wait, of those who give up as well.
  readonly occupancy: number; // 0–1.
}

export interface ErlangAInput {
  readonly callsPerHour: number;
  readonly handleSeconds: number;
  readonly patienceSeconds: number;
  readonly agents: number;
}

// A queue this much less likely than an empty one adds nothing to the sums.
const NEGLIGIBLE = 1e-16;
const QUEUE_MAX = 100_000;

// Weights of the states of the birth-death chain, relative to the state in which all agents are
// busy and nobody waits. Summed from there outwards, so that nothing overflows.
function busyWeight(load: number, agents: number): number {
  let weight = 1;
  let sum = 0;
  for (let busy = agents; busy > 0 && weight > NEGLIGIBLE; busy--) {
    weight *= busy / load;
    sum += weight;
  }
  return sum;
}

export function erlangA(input: ErlangAInput): ErlangA {
  const arrivals = input.callsPerHour / 3600;
  const served = input.agents / input.handleSeconds;
  const load = arrivals * input.handleSeconds;
  if (load === 0) {
    return { waitProbability: 0, abandonProbability: 0, waitSeconds: 0, occupancy: 0 };
  }
  let weight = 1;
  let waitingWeight = 1;
  let queueWeight = 0;
  for (let queued = 1; queued <= QUEUE_MAX && weight > NEGLIGIBLE * waitingWeight; queued++) {
    weight *= arrivals / (served + queued / input.patienceSeconds);
    waitingWeight += weight;
    queueWeight += queued * weight;
  }
  const total = waitingWeight + busyWeight(load, input.agents);
  const waitSeconds = queueWeight / total / arrivals;
  const abandonProbability = waitSeconds / input.patienceSeconds;
  return {
    waitProbability: waitingWeight / total,
    abandonProbability,
    waitSeconds,
    occupancy: input.agents === 0 ? 0 : (load * (1 - abandonProbability)) / input.agents,
  };
}

export const AGENTS_MAX = 5_000;

// The fewest agents with whom `enough` holds. Null: not even the most that are reckoned with.
// `enough` must stay true as agents are added.
function fewestAgents(enough: (agents: number) => boolean): number | null {
  if (!enough(AGENTS_MAX)) return null;
  let tooFew = 0;
  let sufficient = AGENTS_MAX;
  while (sufficient - tooFew > 1) {
    const middle = Math.floor((tooFew + sufficient) / 2);
    if (enough(middle)) sufficient = middle;
    else tooFew = middle;
  }
  return sufficient;
}

export function agentsForServiceLevel(
  input: Omit<ErlangCInput, "agents">,
  target: number,
): number | null {
  return fewestAgents((agents) => (erlangC({ ...input, agents })?.serviceLevel ?? 0) >= target);
}

export function agentsForAbandonment(
  input: Omit<ErlangAInput, "agents">,
  most: number,
): number | null {
  return fewestAgents((agents) => erlangA({ ...input, agents }).abandonProbability <= most);
}

// Who must be on the schedule so that `agents` are at work while `shrinkage` (0–1) of paid time
// goes to breaks, training and illness.
export function scheduledAgents(agents: number, shrinkage: number): number {
  return Math.ceil(agents / (1 - shrinkage) - 1e-9);
}
