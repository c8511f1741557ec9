// Why a call failed, without the words of the protocol.

export interface Failure {
  readonly code: number; // A gRPC status code, 1–16.
  readonly reason: string; // See server/docs/api-errors.md. Empty: none was given.
  readonly message: string; // For developers, in English.
  readonly fields: readonly { readonly field: string; readonly description: string }[];
  readonly retryMs?: number;
}

// The codes that are decided by.
export const DEADLINE_EXCEEDED = 4;
export const UNAVAILABLE = 14;
const ABORTED = 10;
const RESOURCE_EXHAUSTED = 8;
const UNAUTHENTICATED = 16;

// Whether the same request may give something else later.
export function mayPass(failure: Failure): boolean {
  return [UNAVAILABLE, DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED, ABORTED, UNAUTHENTICATED].includes(
    failure.code,
  );
}

export function isSignedOut(failure: Failure): boolean {
  return failure.code === UNAUTHENTICATED && failure.reason !== "PASSWORD_WRONG";
}

export function isReplaced(failure: Failure): boolean {
  return failure.code === ABORTED && failure.reason === "DESK_REPLACED";
}
