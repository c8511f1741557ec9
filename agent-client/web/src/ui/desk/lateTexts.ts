// The words of what is loaded after the first picture; see texts.ts.

import { m } from "$messages";
import type { KeyAction } from "../../domain/desk/keys";
import type { Toast } from "../../domain/desk/state";
import type { Brief, Channel, Duplicate } from "../../domain/desk/values";

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

const ALIKE: Readonly<Record<Duplicate["alike"], () => string>> = {
  unknown: m.alike_unknown,
  numberAndName: m.alike_numberAndName,
  number: m.alike_number,
  emailAddress: m.alike_emailAddress,
  nameAndCompany: m.alike_nameAndCompany,
};
export const alikeText = (alike: Duplicate["alike"]) => ALIKE[alike]();

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
  cancelConsult: m.control_cancelConsult,
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
    case "callbackTold":
      return m.toast_callback_told();
    case "callbackReturned":
      return m.toast_callback_returned();
    case "callbackCancelled":
      return m.toast_callback_cancelled();
    case "callPromised":
      return m.promise_done();
    case "callbackGone":
      return m.toast_callback_gone();
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
