// What the figures and the terms of their formulas mean, in the reader's language.

import { m } from "$messages";
import { AgentStatus_State } from "$proto/agent_pb";
import { AlertRule_Figure, TicketAlert_Cause } from "$proto/alert_pb";
import type { Alert, AlertRule } from "$proto/alert_pb";
import type { StateGroup } from "../../domain/board/agentTable";
import { groupOf } from "../../domain/board/agentTable";
import type { Figure, Term } from "../../domain/board/formulas";
import { countText, percentText } from "../../domain/board/figureText";
import { clockText } from "../../domain/shared/clock";

const FIGURES: Readonly<Record<Figure, () => string>> = {
  waiting: m.board_figure_waiting,
  longestWait: m.board_figure_longest_wait,
  slAnsweredOnly: m.board_figure_sl_answered_only,
  slAbandonsIgnored: m.board_figure_sl_abandons_ignored,
  slAbandonsNegative: m.board_figure_sl_abandons_negative,
  slAbandonsPositive: m.board_figure_sl_abandons_positive,
  slShortAbandonsDropped: m.board_figure_sl_short_abandons_dropped,
  abandonedRatio: m.board_figure_abandoned_ratio,
  offered: m.board_figure_offered,
  answered: m.board_figure_answered,
  abandoned: m.board_figure_abandoned,
  asa: m.board_figure_asa,
  abandonedWait: m.board_figure_abandoned_wait,
  aht: m.board_figure_aht,
  occupancy: m.board_figure_occupancy,
  utilisation: m.board_figure_utilisation,
  expectedWait: m.board_figure_expected_wait,
  foretold: m.board_figure_foretold,
  foretoldAnswered: m.board_figure_foretold_answered,
  foretoldP50: m.board_figure_foretold_p50,
  foretoldP90: m.board_figure_foretold_p90,
  foretoldLonger: m.board_figure_foretold_longer,
  foretoldMean: m.board_figure_foretold_mean,
  foretoldActual: m.board_figure_foretold_actual,
  foretoldError: m.board_figure_foretold_error,
  foretoldAbandoned: m.board_figure_foretold_abandoned,
  foretoldElsewhere: m.board_figure_foretold_elsewhere,
  readyStaffed: m.board_figure_ready_staffed,
  talking: m.board_figure_talking,
  notReady: m.board_figure_not_ready,
  agentAnswered: m.board_figure_agent_answered,
  agentMissed: m.board_figure_agent_missed,
  notReadyTime: m.board_figure_not_ready_time,
  callerWait: m.board_figure_caller_wait,
  intervalWait: m.board_figure_interval_wait,
  timeInState: m.board_figure_time_in_state,
  callTime: m.board_figure_call_time,
  deskLink: m.board_figure_desk_link,
  ticketsOpen: m.board_figure_tickets_open,
  ticketsWaiting: m.board_figure_tickets_waiting,
  ticketsOffered: m.board_figure_tickets_offered,
  ticketsOldest: m.board_figure_tickets_oldest,
  ticketsPending: m.board_figure_tickets_pending,
  clocksWarned: m.board_figure_clocks_warned,
  clocksBreached: m.board_figure_clocks_breached,
  agentTickets: m.board_figure_agent_tickets,
  agentTicketsPending: m.board_figure_agent_tickets_pending,
  erlangOccupancy: m.board_figure_erlang_occupancy,
  erlangCWait: m.board_figure_erlang_c_wait,
  erlangCAsa: m.board_figure_erlang_c_asa,
  erlangCLevel: m.board_figure_erlang_c_level,
  erlangAWait: m.board_figure_erlang_a_wait,
  erlangAAbandon: m.board_figure_erlang_a_abandon,
  erlangAMeanWait: m.board_figure_erlang_a_mean_wait,
  erlangAOccupancy: m.board_figure_erlang_a_occupancy,
  agentsNeeded: m.board_figure_agents_needed,
  erlangLoad: m.board_figure_erlang_load,
  scheduled: m.board_figure_scheduled,
};

const TERMS: Readonly<Record<Term, () => string>> = {
  O: m.board_term_offered,
  A: m.board_term_answered,
  A_T: m.board_term_answered_within,
  B: m.board_term_abandoned,
  B_T: m.board_term_abandoned_within,
  B_s: m.board_term_abandoned_short,
  T: m.board_term_threshold,
  s: m.board_term_short_threshold,
  reached: m.board_term_reached,
  lambda: m.board_term_lambda,
  h: m.board_term_h,
  N: m.board_term_n,
  a: m.board_term_a,
  theta: m.board_term_theta,
  C: m.board_term_c,
  F: m.board_term_foretold,
};

const STATES: Readonly<Record<StateGroup, () => string>> = {
  ready: m.state_ready,
  ringing: m.state_alerting,
  talking: m.state_connected,
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
      return m.board_col_waiting();
    case AlertRule_Figure.LONGEST_WAIT_SECONDS:
      return m.board_col_longest();
    case AlertRule_Figure.SERVICE_LEVEL_RATIO:
      return m.board_col_level();
    case AlertRule_Figure.ABANDONED_RATIO:
      return m.board_col_lost();
    case AlertRule_Figure.READY_COUNT:
      return m.board_col_ready();
    case AlertRule_Figure.STAFFED_COUNT:
      return m.board_col_staffed();
    case AlertRule_Figure.UNSPECIFIED:
      return m.board_rule_unknown();
    default:
      return m.board_rule_unknown();
  }
}

function ticketCauseText(cause: TicketAlert_Cause): string {
  switch (cause) {
    case TicketAlert_Cause.COMPLAINT:
      return m.board_ticket_complaint();
    case TicketAlert_Cause.SLA_WARNING:
      return m.board_ticket_sla_warning();
    case TicketAlert_Cause.SLA_BREACH:
      return m.board_ticket_sla_breach();
    case TicketAlert_Cause.UNSPECIFIED:
      return m.board_rule_unknown();
    default:
      return m.board_rule_unknown();
  }
}

// What an alert is about: a figure, or why a ticket is to be looked at.
export function alertTopicText(alert: Alert): string {
  if (alert.ticket !== undefined) return ticketCauseText(alert.ticket.cause);
  return alert.rule === undefined ? "" : ruleFigureText(alert.rule.figure);
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
  return below ? m.board_rule_below({ limit }) : m.board_rule_above({ limit });
}
