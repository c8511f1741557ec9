// Which agents the table shows, and in which order, kept from one change to the next.
//
// Rules:
//  A1. A change of some agents reads and places only those: with thousands of rows and fifty
//      changes a second everything else would stop the page again and again.
//  A2. Sorted by times, not by how long ago they were, so that the order changes only when
//      something happened.

import { toMs } from "../shared/clock";
import type { BoardAgent } from "$proto/board_pb";
import { agentTickets, hasTickets } from "./boardTickets";
import { STATE_GROUPS, groupOf, roundTripMs, sinceMs } from "./agentTable";
import type { AgentColumn, AgentFilter, AgentOrder, StateGroup } from "./agentTable";

export type AgentsByName = ReadonlyMap<string, BoardAgent>;
export type StateCounts = Readonly<Record<StateGroup, number>>;

// A row with what it is sorted by: those of one key are in the order of `place`, which is unique.
interface Placed {
  readonly row: BoardAgent;
  readonly key: number;
  readonly place: number;
}

// How rows become numbers in the order of their column. Undefined: the row has a text that no row
// had when this was made.
type KeyOf = (row: BoardAgent) => number | undefined;

export interface AgentList {
  readonly rows: readonly BoardAgent[];
  // Of all agents, whether they are shown or not.
  readonly counts: StateCounts;
  // Of all agents, those who have tickets or are offered one.
  readonly withTickets: number;
  readonly teams: readonly string[];
  // What it was made of.
  readonly agents: AgentsByName;
  readonly filter: AgentFilter;
  readonly order: AgentOrder;
  readonly placed: readonly Placed[];
  readonly places: ReadonlyMap<string, number>;
  readonly keyOf: KeyOf;
}

// Beyond so many changes at once everything is sorted anew: a snapshot came.
const CHANGED_MAX = 256;

const collator = new Intl.Collator(undefined, { numeric: true });

export function countStates(agents: Iterable<BoardAgent>): Record<StateGroup, number> {
  const counts = {
    ready: 0,
    ringing: 0,
    talking: 0,
    hold: 0,
    wrapUp: 0,
    notReady: 0,
    loggedOff: 0,
  };
  for (const agent of agents) counts[groupOf(agent.status?.state)]++;
  return counts;
}

function teamsOf(agents: AgentsByName): readonly string[] {
  const teams = new Set<string>();
  for (const { team } of agents.values()) if (team !== "") teams.add(team);
  return [...teams].sort(collator.compare);
}

// The place of each agent in the order of names. Comparing names is slow: this is kept while no
// name changes.
function placesOf(agents: AgentsByName): ReadonlyMap<string, number> {
  const sorted = [...agents.values()].sort(
    (one, other) =>
      collator.compare(one.displayName, other.displayName) ||
      collator.compare(one.agent, other.agent),
  );
  return new Map(sorted.map((agent, index) => [agent.agent, index]));
}

// The place of each text among all, the empty one last.
function textKey(agents: AgentsByName, textOf: (row: BoardAgent) => string): KeyOf {
  const texts = new Set<string>();
  for (const agent of agents.values()) texts.add(textOf(agent));
  const sorted = [...texts].sort((one, other) => {
    if (one === "" || other === "") return one === "" ? 1 : -1;
    return collator.compare(one, other);
  });
  const places = new Map(sorted.map((text, index) => [text, index]));
  return (row) => places.get(textOf(row));
}

// Times: the longest first, that is the earliest; who has no call comes after all who have one.
// Tickets: the most first. Links: the worst first.
function columnKey(column: AgentColumn, agents: AgentsByName): KeyOf {
  switch (column) {
    case "name":
      return () => 0;
    case "team":
      return textKey(agents, (row) => row.team);
    case "state":
      return (row) => STATE_GROUPS.indexOf(groupOf(row.status?.state));
    case "since":
      return sinceMs;
    case "queue":
      return textKey(agents, (row) => row.callQueue);
    case "call":
      return (row) => (row.callSinceTime === undefined ? Infinity : toMs(row.callSinceTime));
    case "tickets":
      return (row) => -agentTickets(row).held;
    case "link":
      return (row) => -(roundTripMs(row) ?? -1);
  }
}

function fits(agent: BoardAgent, filter: AgentFilter): boolean {
  if (filter.teams.length > 0 && !filter.teams.includes(agent.team)) return false;
  if (filter.states.length > 0 && !filter.states.includes(groupOf(agent.status?.state))) {
    return false;
  }
  if (filter.queue !== "" && !agent.memberships.some((one) => one.queue === filter.queue)) {
    return false;
  }
  const text = filter.text.trim().toLocaleLowerCase();
  if (text === "") return true;
  const fields = [agent.displayName, agent.agent.replace("agents/", ""), agent.team];
  return fields.some((field) => field.toLocaleLowerCase().includes(text));
}

function before(one: Placed, other: Placed): number {
  if (one.key !== other.key) return one.key < other.key ? -1 : 1;
  return one.place - other.place;
}

type Frame = Pick<AgentList, "order" | "places" | "keyOf">;

function placedAs(row: BoardAgent, { order, places, keyOf }: Frame): Placed {
  const sign = order.descending ? -1 : 1;
  const placeSign = order.column === "name" ? sign : 1;
  return {
    row,
    key: sign * (keyOf(row) ?? 0),
    place: placeSign * (places.get(row.agent) ?? 0),
  };
}

function built(agents: AgentsByName, filter: AgentFilter, order: AgentOrder): AgentList {
  const frame = { order, places: placesOf(agents), keyOf: columnKey(order.column, agents) };
  const placed = [...agents.values()]
    .filter((agent) => fits(agent, filter))
    .map((agent) => placedAs(agent, frame))
    .sort(before);
  return {
    ...frame,
    agents,
    filter,
    placed,
    rows: placed.map(({ row }) => row),
    counts: countStates(agents.values()),
    withTickets: [...agents.values()].filter(hasTickets).length,
    teams: teamsOf(agents),
  };
}

// The agents that are not what they were. Undefined: somebody came or went, somebody's name or team
// changed, or too many did.
function changesOf(list: AgentList, agents: AgentsByName): readonly BoardAgent[] | undefined {
  if (list.agents.size !== agents.size) return undefined;
  const changed: BoardAgent[] = [];
  for (const [name, agent] of agents) {
    const was = list.agents.get(name);
    if (was === agent) continue;
    if (was === undefined || changed.length === CHANGED_MAX) return undefined;
    if (was.displayName !== agent.displayName || was.team !== agent.team) return undefined;
    if (list.keyOf(agent) === undefined) return undefined;
    changed.push(agent);
  }
  return changed;
}

// Two lists in order become one.
function merged(kept: readonly Placed[], added: readonly Placed[]): readonly Placed[] {
  const all: Placed[] = [];
  let at = 0;
  for (const one of kept) {
    for (let next = added[at]; next !== undefined && before(next, one) < 0; next = added[at]) {
      all.push(next);
      at++;
    }
    all.push(one);
  }
  return [...all, ...added.slice(at)];
}

function withChanges(list: AgentList, agents: AgentsByName, changed: readonly BoardAgent[]) {
  const names = new Set(changed.map((agent) => agent.agent));
  const counts = { ...list.counts };
  let { withTickets } = list;
  for (const agent of changed) {
    const was = list.agents.get(agent.agent);
    counts[groupOf(was?.status?.state)]--;
    counts[groupOf(agent.status?.state)]++;
    withTickets += Number(hasTickets(agent)) - Number(was !== undefined && hasTickets(was));
  }
  const added = changed
    .filter((agent) => fits(agent, list.filter))
    .map((agent) => placedAs(agent, list))
    .sort(before);
  const placed = merged(
    list.placed.filter(({ row }) => !names.has(row.agent)),
    added,
  );
  return { ...list, agents, counts, withTickets, placed, rows: placed.map(({ row }) => row) };
}

// The list of `agents`; `list` is that of before, or undefined. Gives the very same list when there
// is nothing new.
export function agentList(
  list: AgentList | undefined,
  agents: AgentsByName,
  filter: AgentFilter,
  order: AgentOrder,
): AgentList {
  if (list?.filter !== filter || list.order !== order) return built(agents, filter, order);
  if (list.agents === agents) return list;
  const changed = changesOf(list, agents);
  return changed === undefined ? built(agents, filter, order) : withChanges(list, agents, changed);
}
