// Why a call failed, in the reader's words.

import { m } from "$messages";
import type { Failure } from "../../domain/shared/failure";

const REASONS: Readonly<Record<string, () => string>> = {
  PASSWORD_WRONG: m.fail_password_wrong,
  SIGN_IN_THROTTLED: m.fail_sign_in_throttled,
  ROLE_NOT_ALLOWED: m.fail_role,
  TEAM_NOT_ALLOWED: m.fail_team,
  AGENT_NOT_FOUND: m.fail_agent_gone,
  CALL_NOT_FOUND: m.fail_call_gone,
  ALERT_NOT_FOUND: m.fail_alert_gone,
  NOT_READY_REASON_UNKNOWN: m.fail_reason_unknown,
  STORE_BUSY: m.fail_busy,
  INTAKE_FULL: m.fail_busy,
  TIME_RANGE_INVALID: m.fail_range,
};

const DEADLINE_EXCEEDED = 4;
const UNAVAILABLE = 14;

export function failureText(failure: Failure): string {
  const known = REASONS[failure.reason];
  if (known !== undefined) return known();
  if (failure.code === UNAVAILABLE) return m.fail_unavailable();
  if (failure.code === DEADLINE_EXCEEDED) return m.fail_deadline();
  return m.fail_other({ reason: failure.reason === "" ? String(failure.code) : failure.reason });
}
