// The limits of the configuration's queues, as they go with the link of a board: those of the alert
// rules, else those beyond which a board warns.

import { AlertRule_Figure } from "$proto/alert_pb";
import type { AlertRule } from "$proto/alert_pb";
import type { QueueConfiguration } from "$proto/configuration_pb";
import { toMs } from "../shared/clock";
import type { QueueLimits } from "./wallOptions";

const QUEUES_MAX = 64;

function ruleLimit(rules: readonly AlertRule[], figure: AlertRule_Figure): number | undefined {
  const limit = rules.find((rule) => rule.figure === figure)?.limit;
  return limit === undefined ? undefined : Math.round(limit);
}

function limitsOfQueue(queue: QueueConfiguration): QueueLimits {
  const warnMs =
    queue.waitWarningDuration === undefined ? undefined : toMs(queue.waitWarningDuration);
  const warnCount = queue.waitingWarningCount > 0 ? queue.waitingWarningCount : undefined;
  return {
    waiting: ruleLimit(queue.alertRules, AlertRule_Figure.WAITING_COUNT) ?? warnCount,
    waitSeconds:
      ruleLimit(queue.alertRules, AlertRule_Figure.LONGEST_WAIT_SECONDS) ??
      (warnMs === undefined ? undefined : Math.round(warnMs / 1000)),
  };
}

// By `queues/{queue}`; queues without limits are left out.
export function configuredLimits(
  queues: readonly QueueConfiguration[],
): ReadonlyMap<string, QueueLimits> {
  const limits = queues
    .map((queue) => [`queues/${queue.queueId}`, limitsOfQueue(queue)] as const)
    .filter(([, one]) => one.waiting !== undefined || one.waitSeconds !== undefined);
  return new Map(limits.slice(0, QUEUES_MAX));
}

// The alert rules of the configuration, by `queues/{queue}`.
export function configuredRules(
  queues: readonly QueueConfiguration[],
): ReadonlyMap<string, readonly AlertRule[]> {
  return new Map(queues.map((queue) => [`queues/${queue.queueId}`, queue.alertRules]));
}
