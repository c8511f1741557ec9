// The fields of a ticket as they are typed, and what is to be told the server of them.

import type { Complaint, Ticket, TicketFields, TicketPriority, TicketType } from "./ticket";

export const SUBJECT_MAX = 200;
export const TEXT_MAX = 4_000;
export const PROMISE_MAX = 1_000;

export interface FieldsDraft {
  readonly subject: string;
  readonly type: TicketType;
  readonly priority: TicketPriority;
  readonly queue: string;
  readonly severity: number;
  readonly cause: string;
  readonly promisedAction: string;
  readonly amount: string; // In the currency's own unit, as people write it.
  readonly currencyCode: string;
}

export const EMPTY_FIELDS: FieldsDraft = {
  subject: "",
  type: "question",
  priority: "normal",
  queue: "",
  severity: 0,
  cause: "",
  promisedAction: "",
  amount: "",
  currencyCode: "",
};

export type Fault = "subject" | "amount" | "currency";

// How many digits stand behind the point: 2, but for these (ISO 4217:2015, list one). What Intl
// says is what is usual in shops, and differs from browser to browser.
const FRACTIONS: Readonly<Record<string, number>> = {
  ...Object.fromEntries(
    "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"
      .split(" ")
      .map((code) => [code, 0]),
  ),
  ...Object.fromEntries("BHD IQD JOD KWD LYD OMR TND".split(" ").map((code) => [code, 3])),
  CLF: 4,
  UYW: 4,
};

// null: not a currency.
function fractionOf(code: string): number | null {
  return /^[A-Z]{3}$/.test(code) ? (FRACTIONS[code] ?? 2) : null;
}

// null: not an amount of that currency.
export function minorUnitsOf(amount: string, code: string): number | null {
  const digits = fractionOf(code);
  const parts = amount.trim().match(/^(\d{1,9})(?:[.,](\d+))?$/);
  if (digits === null || parts === null) return null;
  const [, whole = "", fraction = ""] = parts;
  if (fraction.length > digits) return null;
  return Number(whole + fraction.padEnd(digits, "0"));
}

export function amountOf({ compensationMinorUnits: units, currencyCode }: Complaint): string {
  if (units === 0) return "";
  const digits = fractionOf(currencyCode) ?? 0;
  return (units / 10 ** digits).toFixed(digits);
}

export function fieldsOf(ticket: Ticket): FieldsDraft {
  const { subject, type, priority, queue, complaint } = ticket;
  return {
    ...EMPTY_FIELDS,
    subject,
    type,
    priority,
    queue,
    severity: complaint?.severity ?? 0,
    cause: complaint?.cause ?? "",
    promisedAction: complaint?.promisedAction ?? "",
    amount: complaint === null ? "" : amountOf(complaint),
    currencyCode: complaint?.currencyCode ?? "",
  };
}

// What was typed, over the ticket as it is now: a field that nobody touched follows the ticket, so
// that what somebody else changed meanwhile is not undone.
export function rebased(draft: FieldsDraft, base: Ticket, now: Ticket): FieldsDraft {
  const before: Readonly<Record<string, unknown>> = { ...fieldsOf(base) };
  const touched = Object.entries(draft).filter(([name, value]) => value !== before[name]);
  return { ...fieldsOf(now), ...Object.fromEntries(touched) };
}

// null: nothing is wrong.
export function faultOf(draft: FieldsDraft): Fault | null {
  if (draft.subject.trim() === "") return "subject";
  if (draft.type !== "complaint" || draft.amount.trim() === "") return null;
  if (fractionOf(draft.currencyCode.trim().toUpperCase()) === null) return "currency";
  return minorUnitsOf(draft.amount, draft.currencyCode.trim().toUpperCase()) === null
    ? "amount"
    : null;
}

// Of a complaint only. null: another type, or nothing is stated.
export function complaintOf(draft: FieldsDraft): Complaint | null {
  if (draft.type !== "complaint") return null;
  const code = draft.currencyCode.trim().toUpperCase();
  const units = draft.amount.trim() === "" ? 0 : (minorUnitsOf(draft.amount, code) ?? 0);
  const complaint = {
    severity: draft.severity,
    cause: draft.cause.trim(),
    promisedAction: draft.promisedAction.trim(),
    compensationMinorUnits: units,
    currencyCode: units === 0 ? "" : code,
  };
  const stated = Object.values(complaint).some((value) => value !== 0 && value !== "");
  return stated ? complaint : null;
}

function sameComplaint(one: Complaint | null, other: Complaint | null): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

// What differs from the ticket. Empty: nothing.
export function changedFields(ticket: Ticket, draft: FieldsDraft): TicketFields {
  const subject = draft.subject.trim();
  const before = complaintOf(fieldsOf({ ...ticket, type: "complaint" }));
  const complaint = complaintOf(draft);
  return {
    ...(subject === ticket.subject ? {} : { subject }),
    ...(draft.type === ticket.type ? {} : { type: draft.type }),
    ...(draft.priority === ticket.priority ? {} : { priority: draft.priority }),
    ...(draft.queue === ticket.queue ? {} : { queue: draft.queue }),
    ...(complaint === null || sameComplaint(before, complaint) ? {} : { complaint }),
  };
}
