// A number of the contract as a plain value.

import type { PhoneNumber as NumberMessage } from "$proto/phone_number_pb";
import type { NumberKind, PhoneNumber } from "../../domain/desk/values";

const NUMBER_KINDS: readonly NumberKind[] = [
  "unknown",
  "fixedLine",
  "mobile",
  "fixedLineOrMobile",
  "tollFree",
  "premiumRate",
  "specialRate",
  "voip",
  "extension",
];

// null: there is none to be shown.
export function numberOf(number: NumberMessage | undefined): PhoneNumber | null {
  if (number === undefined || (number.formatted === "" && number.raw === "")) return null;
  const { formatted, e164, raw, place } = number;
  return {
    formatted: formatted === "" ? raw : formatted,
    e164,
    raw,
    place,
    kind: NUMBER_KINDS[number.type] ?? "unknown",
  };
}
