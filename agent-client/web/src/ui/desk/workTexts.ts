// The words of work, beside texts.ts: loaded after the first picture.

import { m } from "$messages";
import type { Callback, NoticeKind, WorkNotice, WorkOffer } from "../../domain/desk/workValues";
import { spokenDuration } from "./texts";

const NOTICES: Readonly<Record<NoticeKind, () => string>> = {
  unknown: m.notice_unknown,
  reminder: m.notice_reminder,
  clockWarning: m.notice_clockWarning,
  clockBreach: m.notice_clockBreach,
  assigned: m.notice_assigned,
  comment: m.notice_comment,
  reopened: m.notice_reopened,
  show: m.notice_show,
};
export const noticeText = (kind: NoticeKind) => NOTICES[kind]();

export function saidOfNotice({ kind, ticket }: WorkNotice): string {
  const { number, subject } = ticket;
  return m.notice_says({ what: noticeText(kind), number, subject });
}

// Who is to be called.
export function calledText({ displayName, number }: Callback): string {
  return displayName || (number?.formatted ?? m.pop_unknown());
}

export function saidOfOffer({ work, deadlineMs }: WorkOffer, nowMs: number): string {
  const duration = spokenDuration(deadlineMs === null ? 0 : deadlineMs - nowMs);
  if (work.kind === "callback") {
    return m.work_says_callback({ name: calledText(work.callback), duration });
  }
  const { number, subject } = work.ticket;
  return m.work_says_ticket({ number, subject, duration });
}

const ORIGINS: Readonly<Record<Callback["origin"], (() => string) | null>> = {
  unknown: null,
  queue: m.callback_origin_queue,
  missedCall: m.callback_origin_missedCall,
  promise: m.callback_origin_promise,
  list: m.callback_origin_list,
};
export const originText = (origin: Callback["origin"]) => ORIGINS[origin]?.() ?? "";
