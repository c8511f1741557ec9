// The words of work, beside texts.ts: loaded after the first picture.

import { m } from "$messages";
import type { NoticeKind, WorkNotice, WorkOffer } from "../../domain/desk/workValues";
import { calledText } from "../callbacks/words";
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

export function saidOfOffer({ work, deadlineMs }: WorkOffer, nowMs: number): string {
  const duration = spokenDuration(deadlineMs === null ? 0 : deadlineMs - nowMs);
  if (work.kind === "callback") {
    return m.work_says_callback({ name: calledText(work.callback), duration });
  }
  const { number, subject } = work.ticket;
  return m.work_says_ticket({ number, subject, duration });
}
