// The words for what the domain knows by name.

import { m } from "$messages";
import type { CallerTitle } from "../../domain/desk/alerts";
import type { Phase } from "../../domain/desk/counting";
import type {
  AgentState,
  AgentStatus,
  CandidateReason,
  MatchKind,
  Missed,
  NotReadyReason,
  NumberKind,
} from "../../domain/desk/values";
import { clockText } from "../../domain/shared/clock";
import { formatLocale } from "../shared/language";

export function titleText(title: CallerTitle): string {
  switch (title.kind) {
    case "name":
    case "number":
      return title.text;
    case "withheld":
      return m.pop_withheld();
    case "unknown":
      return m.pop_unknown();
  }
}

const STATES: Readonly<Record<AgentState, () => string>> = {
  unknown: m.state_unknown,
  loggedOff: m.state_logged_off,
  notReady: m.state_not_ready,
  ready: m.state_ready,
  reserved: m.state_reserved,
  alerting: m.state_alerting,
  connected: m.state_connected,
  hold: m.state_hold,
  workingAfterCall: m.state_wrap_up,
};

export function stateText(
  state: AgentState,
  reason: string,
  reasons: readonly NotReadyReason[],
): string {
  if (state !== "notReady" || reason === "") return STATES[state]();
  const label = reasons.find((one) => one.code === reason)?.label ?? reason;
  return m.state_not_ready_reason({ reason: label });
}

export function pendingText(status: AgentStatus, reasons: readonly NotReadyReason[]): string {
  if (status.pendingState === "unknown") return "";
  return m.state_pending({ state: stateText(status.pendingState, status.pendingReason, reasons) });
}

const NUMBERS: Readonly<Record<NumberKind, (() => string) | null>> = {
  unknown: null,
  fixedLine: m.number_fixed,
  mobile: m.number_mobile,
  fixedLineOrMobile: null,
  tollFree: m.number_toll_free,
  premiumRate: m.number_premium,
  specialRate: m.number_special,
  voip: m.number_voip,
  extension: m.number_extension,
};
export const numberKindText = (kind: NumberKind) => NUMBERS[kind]?.() ?? "";

const MATCHES: Readonly<Record<MatchKind, () => string>> = {
  none: m.match_none,
  exact: m.match_exact,
  otherFormat: m.match_other_format,
  extensionStripped: m.match_extension_stripped,
  chosen: m.match_chosen,
  denied: m.match_denied,
  attachedId: m.match_attached_id,
  confirmedBefore: m.match_confirmed_before,
};
export const matchText = (match: MatchKind) => MATCHES[match]();

const REASONS: Readonly<Record<CandidateReason, (() => string) | null>> = {
  none: null,
  chosenBefore: m.candidate_chosen_before,
  sameAgent: m.candidate_same_agent,
  sameQueue: m.candidate_same_queue,
  openTicket: m.candidate_open_ticket,
  lastContact: m.candidate_last_contact,
  role: m.candidate_role,
};
export const candidateReasonText = (reason: CandidateReason) => REASONS[reason]?.() ?? "";

const PHASES: Readonly<Record<Phase, () => string>> = {
  ringing: m.calls_ringing,
  dialling: m.calls_dialling,
  talking: m.calls_talking,
  held: m.calls_held,
  wrapUp: m.calls_wrap_up,
  missed: m.calls_missed,
};
export const phaseText = (phase: Phase) => PHASES[phase]();

export function missedText(missed: Missed): string {
  const duration = clockText(missed.ringMs);
  if (missed.reason === "callerGone") return m.missed_hung_up({ duration });
  return missed.reason === "lost" ? m.missed_lost({ duration }) : m.missed_rang({ duration });
}

// As it is spoken: "1 minute, 12 seconds".
export function spokenDuration(ms: number): string {
  const whole = Math.max(0, Math.round(ms / 1_000));
  const parts = [
    { value: Math.floor(whole / 60), unit: "minute" },
    { value: whole % 60, unit: "second" },
  ].filter(({ value, unit }) => value > 0 || (unit === "second" && whole === 0));
  const locale = formatLocale();
  const words = parts.map(({ value, unit }) =>
    new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: "long" }).format(value),
  );
  return listText(words);
}

// Several in a row, as this language puts them.
export function listText(texts: readonly string[]): string {
  return new Intl.ListFormat(formatLocale(), { type: "unit", style: "long" }).format(texts);
}

// Seconds with one digit behind the point, as this language writes it.
export function secondsText(ms: number): string {
  const options = { minimumFractionDigits: 1, maximumFractionDigits: 1 };
  return new Intl.NumberFormat(formatLocale(), options).format(ms / 1_000);
}

export function languageText(code: string): string {
  try {
    return new Intl.DisplayNames([formatLocale()], { type: "language" }).of(code) ?? code;
  } catch {
    return code; // Not a code that the browser knows.
  }
}
