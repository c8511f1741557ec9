// What the figures and the terms of their formulas mean, in the reader's language.

import { m } from "$messages";
import { AgentStatus_State } from "$proto/agent_pb";
import { AlertRule_Figure } from "$proto/alert_pb";
import type { AlertRule } from "$proto/alert_pb";
import type { StateGroup } from "../../domain/board/agentTable";
import { groupOf } from "../../domain/board/agentTable";
import type { Figure, Term } from "../../domain/board/formulas";
import { countText, percentText } from "../../domain/board/figureText";
import { clockText } from "../../domain/shared/clock";

const FIGURES: Readonly<Record<Figure, () => string>> = {
  waiting: m.figure_waiting,
  longestWait: m.figure_longest_wait,
  slAnsweredOnly: m.figure_sl_answered_only,
  slAbandonsIgnored: m.figure_sl_abandons_ignored,
  slAbandonsNegative: m.figure_sl_abandons_negative,
  slAbandonsPositive: m.figure_sl_abandons_positive,
  slShortAbandonsDropped: m.figure_sl_short_abandons_dropped,
  abandonedRatio: m.figure_abandoned_ratio,
  offered: m.figure_offered,
  answered: m.figure_answered,
  abandoned: m.figure_abandoned,
  asa: m.figure_asa,
  abandonedWait: m.figure_abandoned_wait,
  aht: m.figure_aht,
  occupancy: m.figure_occupancy,
  utilisation: m.figure_utilisation,
  expectedWait: m.figure_expected_wait,
  readyStaffed: m.figure_ready_staffed,
  timeInState: m.figure_time_in_state,
  callTime: m.figure_call_time,
  deskLink: m.figure_desk_link,
  erlangOccupancy: m.figure_erlang_occupancy,
  erlangCWait: m.figure_erlang_c_wait,
  erlangCAsa: m.figure_erlang_c_asa,
  erlangCLevel: m.figure_erlang_c_level,
  erlangAWait: m.figure_erlang_a_wait,
  erlangAAbandon: m.figure_erlang_a_abandon,
  erlangAMeanWait: m.figure_erlang_a_mean_wait,
  erlangAOccupancy: m.figure_erlang_a_occupancy,
  agentsNeeded: m.figure_agents_needed,
};

const TERMS: Readonly<Record<Term, () => string>> = {
  O: m.term_offered,
  A: m.term_answered,
  A_T: m.term_answered_within,
  B: m.term_abandoned,
  B_T: m.term_abandoned_within,
  B_s: m.term_abandoned_short,
  T: m.term_threshold,
  s: m.term_short_threshold,
  reached: m.term_reached,
  lambda: m.term_lambda,
  h: m.term_h,
  N: m.term_n,
  a: m.term_a,
  theta: m.term_theta,
  C: m.term_c,
};

const STATES: Readonly<Record<StateGroup, () => string>> = {
  ready: m.state_ready,
  ringing: m.state_ringing,
  talking: m.state_talking,
  hold: m.state_hold,
  wrapUp: m.state_wrap_up,
  notReady: m.state_not_ready,
  loggedOff: m.state_logged_off,
};

export const figureText = (figure: Figure): string => FIGURES[figure]();
export const termText = (term: Term): string => TERMS[term]();
export const groupText = (group: StateGroup): string => STATES[group]();

export function stateText(state: AgentStatus_State | undefined): string {
  return state === AgentStatus_State.RESERVED ? m.state_reserved() : groupText(groupOf(state));
}

export function ruleFigureText(figure: AlertRule_Figure): string {
  switch (figure) {
    case AlertRule_Figure.WAITING_COUNT:
      return m.col_waiting();
    case AlertRule_Figure.LONGEST_WAIT_SECONDS:
      return m.col_longest();
    case AlertRule_Figure.SERVICE_LEVEL_RATIO:
      return m.col_level();
    case AlertRule_Figure.ABANDONED_RATIO:
      return m.col_lost();
    case AlertRule_Figure.READY_COUNT:
      return m.col_ready();
    case AlertRule_Figure.STAFFED_COUNT:
      return m.col_staffed();
    case AlertRule_Figure.UNSPECIFIED:
      return m.rule_unknown();
    default:
      return m.rule_unknown();
  }
}

// A value of a rule in the unit of its figure.
export function ruleValueText(figure: AlertRule_Figure, value: number, locale: string): string {
  switch (figure) {
    case AlertRule_Figure.LONGEST_WAIT_SECONDS:
      return clockText(value * 1000);
    case AlertRule_Figure.SERVICE_LEVEL_RATIO:
    case AlertRule_Figure.ABANDONED_RATIO:
      return percentText(value, 1, locale);
    case AlertRule_Figure.WAITING_COUNT:
    case AlertRule_Figure.READY_COUNT:
    case AlertRule_Figure.STAFFED_COUNT:
    case AlertRule_Figure.UNSPECIFIED:
      return countText(value, locale);
    default:
      return countText(value, locale);
  }
}

// "More than 4" or "less than 70 %".
export function ruleLimitText(rule: AlertRule, locale: string): string {
  const limit = ruleValueText(rule.figure, rule.limit, locale);
  const below = [
    AlertRule_Figure.SERVICE_LEVEL_RATIO,
    AlertRule_Figure.READY_COUNT,
    AlertRule_Figure.STAFFED_COUNT,
  ].includes(rule.figure);
  return below ? m.rule_below({ limit }) : m.rule_above({ limit });
}
