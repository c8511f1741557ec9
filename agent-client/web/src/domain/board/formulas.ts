// What stands behind every "?": the formula of a figure, in the terms of `figures.proto`. The signs
// are the same in every language; what they stand for is said by the screen in the reader's.

import { ServiceLevelFormula } from "$proto/queue_pb";

// The terms of the formulas.
export type Term =
  | "O"
  | "A"
  | "A_T"
  | "B"
  | "B_T"
  | "B_s"
  | "T"
  | "s"
  | "reached"
  | "lambda"
  | "h"
  | "N"
  | "a"
  | "theta"
  | "C"
  | "F";

export type Figure =
  | "waiting"
  | "longestWait"
  | "slAnsweredOnly"
  | "slAbandonsIgnored"
  | "slAbandonsNegative"
  | "slAbandonsPositive"
  | "slShortAbandonsDropped"
  | "abandonedRatio"
  | "offered"
  | "answered"
  | "abandoned"
  | "asa"
  | "abandonedWait"
  | "aht"
  | "occupancy"
  | "utilisation"
  | "expectedWait"
  | "foretold"
  | "foretoldAnswered"
  | "foretoldP50"
  | "foretoldP90"
  | "foretoldLonger"
  | "foretoldMean"
  | "foretoldActual"
  | "foretoldError"
  | "foretoldAbandoned"
  | "foretoldElsewhere"
  | "readyStaffed"
  | "talking"
  | "notReady"
  | "agentAnswered"
  | "agentMissed"
  | "notReadyTime"
  | "callerWait"
  | "intervalWait"
  | "timeInState"
  | "callTime"
  | "deskLink"
  | "ticketsOpen"
  | "ticketsWaiting"
  | "ticketsOffered"
  | "ticketsOldest"
  | "ticketsPending"
  | "clocksWarned"
  | "clocksBreached"
  | "agentTickets"
  | "agentTicketsPending"
  | "erlangOccupancy"
  | "erlangCWait"
  | "erlangCAsa"
  | "erlangCLevel"
  | "erlangAWait"
  | "erlangAAbandon"
  | "erlangAMeanWait"
  | "erlangAOccupancy"
  | "agentsNeeded"
  | "erlangLoad"
  | "scheduled";

export interface Formula {
  // Empty: the figure is a count, and its explanation says of what.
  readonly formula: string;
  readonly terms: readonly Term[];
}

const count: Formula = { formula: "", terms: [] };

export const FORMULAS: Readonly<Record<Figure, Formula>> = {
  waiting: count,
  longestWait: { formula: "max(now − entered)", terms: [] },
  slAnsweredOnly: { formula: "A_T / A", terms: ["A_T", "A", "T"] },
  slAbandonsIgnored: {
    formula: "A_T / (reached − B_T)",
    terms: ["A_T", "reached", "B_T", "T"],
  },
  slAbandonsNegative: { formula: "A_T / reached", terms: ["A_T", "reached", "T"] },
  slAbandonsPositive: {
    formula: "(A_T + B_T) / reached",
    terms: ["A_T", "B_T", "reached", "T"],
  },
  slShortAbandonsDropped: {
    formula: "A_T / (A + B − B_s)",
    terms: ["A_T", "A", "B", "B_s", "T", "s"],
  },
  abandonedRatio: { formula: "B / (A + B)", terms: ["A", "B"] },
  offered: { formula: "O", terms: ["O"] },
  answered: { formula: "A", terms: ["A"] },
  abandoned: { formula: "B", terms: ["B"] },
  asa: { formula: "Σ wait(A) / A", terms: ["A"] },
  abandonedWait: { formula: "Σ wait(B) / B", terms: ["B"] },
  aht: { formula: "(talk + hold + after-call work) / handled", terms: [] },
  occupancy: {
    formula: "(talk + hold + ringing + after-call work) / (that + ready idle)",
    terms: [],
  },
  utilisation: {
    formula: "(talk + hold + ringing + after-call work + ready idle) / logged on",
    terms: [],
  },
  expectedWait: { formula: "p50 – p90", terms: [] },
  foretold: count,
  foretoldAnswered: { formula: "F", terms: ["F"] },
  foretoldP50: { formula: "(wait ≤ p50) / F", terms: ["F"] },
  foretoldP90: { formula: "(wait ≤ p90) / F", terms: ["F"] },
  foretoldLonger: { formula: "wait > p90", terms: [] },
  foretoldMean: { formula: "Σ p50 / F", terms: ["F"] },
  foretoldActual: { formula: "Σ wait / F", terms: ["F"] },
  foretoldError: { formula: "Σ (wait − p50) / F", terms: ["F"] },
  foretoldAbandoned: count,
  foretoldElsewhere: count,
  readyStaffed: count,
  talking: count,
  notReady: count,
  agentAnswered: count,
  agentMissed: count,
  notReadyTime: { formula: "Σ not ready", terms: [] },
  callerWait: { formula: "now − entered", terms: [] },
  intervalWait: { formula: "max(left − entered)", terms: [] },
  timeInState: { formula: "now − since", terms: [] },
  callTime: { formula: "now − answered", terms: [] },
  deskLink: count,
  ticketsOpen: count,
  ticketsWaiting: count,
  ticketsOffered: count,
  ticketsOldest: { formula: "max(now − waiting since)", terms: [] },
  ticketsPending: count,
  clocksWarned: count,
  clocksBreached: count,
  agentTickets: count,
  agentTicketsPending: count,
  erlangOccupancy: { formula: "a / N,  a = λ · h", terms: ["a", "N", "lambda", "h"] },
  erlangCWait: {
    formula: "C = (aᴺ/N!) · N/(N−a) / (Σₖ₌₀ᴺ⁻¹ aᵏ/k! + (aᴺ/N!) · N/(N−a))",
    terms: ["a", "N"],
  },
  erlangCAsa: { formula: "C · h / (N − a)", terms: ["C", "h", "N", "a"] },
  erlangCLevel: {
    formula: "1 − C · e^(−(N − a) · T / h)",
    terms: ["C", "N", "a", "T", "h"],
  },
  erlangAWait: {
    formula: "Σⱼ₌₀^∞ p(N+j),  p(k) / p(k−1) = λ / (min(k, N)/h + max(k−N, 0)/θ)",
    terms: ["lambda", "h", "N", "theta"],
  },
  erlangAAbandon: { formula: "E[W] / θ", terms: ["theta"] },
  erlangAMeanWait: { formula: "E[W] = Σⱼ j · p(N+j) / λ", terms: ["lambda", "N"] },
  erlangAOccupancy: { formula: "a · (1 − P(abandon)) / N", terms: ["a", "N"] },
  agentsNeeded: { formula: "min N: SL(N) ≥ target", terms: ["N"] },
  erlangLoad: { formula: "a = λ · h", terms: ["a", "lambda", "h"] },
  scheduled: { formula: "⌈N / (1 − shrinkage)⌉", terms: ["N"] },
};

export function serviceLevelFigure(formula: ServiceLevelFormula | undefined): Figure {
  switch (formula) {
    case ServiceLevelFormula.ANSWERED_ONLY:
      return "slAnsweredOnly";
    case ServiceLevelFormula.ABANDONS_IGNORED:
      return "slAbandonsIgnored";
    case ServiceLevelFormula.ABANDONS_POSITIVE:
      return "slAbandonsPositive";
    case ServiceLevelFormula.SHORT_ABANDONS_DROPPED:
      return "slShortAbandonsDropped";
    case ServiceLevelFormula.ABANDONS_NEGATIVE:
    case ServiceLevelFormula.UNSPECIFIED:
    case undefined:
      return "slAbandonsNegative";
    default:
      // A formula of a newer server: the one that it is taken as.
      return "slAbandonsNegative";
  }
}
