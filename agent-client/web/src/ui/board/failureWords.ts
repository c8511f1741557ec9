// Why a call failed, in the reader's words.

import { m } from "$messages";
import type { Failure } from "../../domain/shared/failure";
import { DEADLINE_EXCEEDED, UNAVAILABLE } from "../../domain/shared/failure";

const REASONS: Readonly<Record<string, () => string>> = {
  ROLE_NOT_ALLOWED: m.board_fail_role,
  TEAM_NOT_ALLOWED: m.board_fail_team,
  AGENT_NOT_FOUND: m.board_fail_agent_gone,
  CALL_NOT_FOUND: m.board_fail_call_gone,
  ALERT_NOT_FOUND: m.board_fail_alert_gone,
  NOT_READY_REASON_UNKNOWN: m.board_fail_reason_unknown,
  STORE_BUSY: m.board_fail_busy,
  INTAKE_FULL: m.board_fail_busy,
  TIME_RANGE_INVALID: m.board_fail_range,
};

export function failureText(failure: Failure): string {
  const known = REASONS[failure.reason];
  if (known !== undefined) return known();
  if (failure.code === UNAVAILABLE) return m.board_fail_unavailable();
  if (failure.code === DEADLINE_EXCEEDED) return m.board_fail_deadline();
  return m.board_fail_other({
    reason: failure.reason === "" ? String(failure.code) : failure.reason,
  });
}
