// The pseudo-locale: every text about 30 % longer, accented and in brackets. A text on the screen
// that is not accented was not taken from messages/; one that is cut has too little room.

const ACCENTED = new Map(
  Object.entries({ a: "á", e: "é", i: "í", o: "ó", u: "ú", c: "ç", n: "ñ", s: "š", z: "ž" }),
);

function pseudoText(text) {
  const parts = text.split(/(\{[^}]*\})/);
  const accented = parts.map((part) =>
    part.startsWith("{")
      ? part
      : [...part].map((letter) => ACCENTED.get(letter) ?? letter).join(""),
  );
  return `[${accented.join("")}${"~".repeat(Math.ceil(text.length * 0.3))}]`;
}

function pseudoValue(value) {
  if (typeof value === "string") return pseudoText(value);
  // A message with variants: only what its `match` gives is text.
  return value.map((variants) => ({
    ...variants,
    match: Object.fromEntries(
      Object.entries(variants.match).map(([when, text]) => [when, pseudoText(text)]),
    ),
  }));
}

export function pseudo(texts) {
  return Object.fromEntries(
    Object.entries(texts).map(([key, value]) => [
      key,
      key.startsWith("$") ? value : pseudoValue(value),
    ]),
  );
}
