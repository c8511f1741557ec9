// The words for what the domain knows by name.

import { m } from "$messages";
import type { CallerTitle } from "../../domain/desk/alerts";
import type { Phase } from "../../domain/desk/counting";
import type { Toast } from "../../domain/desk/state";
import type {
  AgentState,
  AgentStatus,
  Brief,
  CandidateReason,
  Channel,
  Duplicate,
  MatchKind,
  Missed,
  NotReadyReason,
  NumberKind,
} from "../../domain/desk/values";
import type { KeyAction } from "../../domain/desk/keys";
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

const CHANNELS: Readonly<Record<Channel, () => string>> = {
  unknown: m.channel_unknown,
  call: m.channel_call,
  email: m.channel_email,
  chat: m.channel_chat,
  sms: m.channel_sms,
  visit: m.channel_visit,
  letter: m.channel_letter,
  note: m.channel_note,
  voicemail: m.channel_voicemail,
};
export const channelText = (channel: Channel) => CHANNELS[channel]();

export function resultText(brief: Brief): string {
  switch (brief.result) {
    case "answered":
      return m.result_answered();
    case "abandoned":
      return m.result_abandoned();
    case "unanswered":
      return m.result_unanswered();
    case "refused":
      return m.result_refused();
    case "lost":
      return m.result_lost();
    case "left":
      return m.result_left();
    case "unknown":
      return "";
  }
}

const PHASES: Readonly<Record<Phase, () => string>> = {
  ringing: m.calls_ringing,
  dialling: m.calls_dialling,
  talking: m.calls_talking,
  held: m.calls_held,
  wrapUp: m.calls_wrap_up,
  missed: m.calls_missed,
};
export const phaseText = (phase: Phase) => PHASES[phase]();

const ALIKE: Readonly<Record<Duplicate["alike"], () => string>> = {
  unknown: m.alike_unknown,
  numberAndName: m.alike_numberAndName,
  number: m.alike_number,
  emailAddress: m.alike_emailAddress,
  nameAndCompany: m.alike_nameAndCompany,
};
export const alikeText = (alike: Duplicate["alike"]) => ALIKE[alike]();

export function missedText(missed: Missed): string {
  const duration = clockText(missed.ringMs);
  if (missed.reason === "callerGone") return m.missed_hung_up({ duration });
  return missed.reason === "lost" ? m.missed_lost({ duration }) : m.missed_rang({ duration });
}

const CONTROLS: Readonly<Partial<Record<string, () => string>>> = {
  answer: m.control_answer,
  decline: m.control_decline,
  hold: m.control_hold,
  retrieve: m.control_retrieve,
  clear: m.control_clear,
  transfer: m.control_transfer,
  consult: m.control_consult,
  completeTransfer: m.control_completeTransfer,
  conference: m.control_conference,
  dial: m.control_dial,
};
// A command to the switch, by its kind.
export const controlText = (kind: string) => (CONTROLS[kind] ?? m.control_unknown)();

export function toastText({ say, name }: Toast): string {
  switch (say) {
    case "answeredElsewhere":
      return name === "" ? m.pop_answered_by_somebody() : m.pop_answered_by({ name });
    case "notLive":
      return m.toast_not_live();
    case "failed":
      return m.toast_failed({ reason: name });
    case "noteRequired":
      return m.outcome_note_required({ name });
    case "outcomeRequired":
      return m.outcome_required();
    case "outcomeChosen":
      return m.outcome_chosen({ name });
    case "callNotEnded":
      return m.toast_call_not_ended();
    case "noExtensions":
      return m.wrap_no_extensions();
    case "done":
      return m.wrap_done();
    case "expiredSaved":
      return m.wrap_expired_saved();
    case "seen":
      return m.toast_seen();
    case "callerChosen":
      return m.toast_caller_chosen({ name });
    case "callerDenied":
      return m.toast_caller_denied();
    case "noCall":
      return m.toast_no_call();
    case "noCustomer":
      return m.toast_no_customer();
    case "notSignedOut":
      return m.sign_out_failed();
    case "noWork":
      return m.toast_no_work();
    case "workAccepted":
      return m.toast_work_accepted();
    case "workDeclined":
      return m.toast_work_declined();
    case "workGone":
      return m.toast_work_gone();
    case "commandRefused":
      return name === ""
        ? m.toast_command_refused_plain()
        : m.toast_command_refused({ reason: name });
    case "commandUnknown":
      return m.control_unsure({ command: controlText(name) });
    case "commandNotPossible":
      return m.toast_command_not_possible();
  }
}

const KEYS: Readonly<Record<KeyAction, () => string>> = {
  open: m.key_open,
  note: m.key_note,
  ready: m.key_ready,
  next: m.key_next,
  previous: m.key_previous,
  seen: m.key_seen,
  search: m.key_search,
  extend: m.key_extend,
  notThem: m.key_notThem,
  finish: m.key_finish,
  stopRing: m.key_stopRing,
  callBack: m.key_callBack,
  acceptWork: m.key_accept,
  declineWork: m.key_decline,
  newTicket: m.key_newTicket,
  tickets: m.key_tickets,
  answer: m.key_answer,
  hold: m.key_hold,
  help: m.key_help,
};
export const keyText = (action: KeyAction) => KEYS[action]();

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
