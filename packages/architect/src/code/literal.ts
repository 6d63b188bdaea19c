import { array, type Code, object } from "./layout.js";

/** A text as a TypeScript literal: with whichever quotes need fewer escapes, and with no character that cannot be seen. */
export function text(given: string): string {
  const doubles = given.split('"').length;
  const singles = given.split("'").length;
  const quote = doubles > singles ? "'" : '"';
  let literal = "";
  for (const character of given) literal += escaped(character, quote);
  return `${quote}${literal}${quote}`;
}

const named: { readonly [character: string]: string } = {
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "\\": "\\\\",
};
/** Controls, what only directs others (so that text seems to run another way), lone surrogates, and line ends of JavaScript's own. */
const unseen = /[\p{C}\p{Zl}\p{Zp}]/u;

function escaped(character: string, quote: string): string {
  if (character === quote) return `\\${character}`;
  const name = named[character];
  if (name !== undefined) return name;
  return unseen.test(character) ? `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}` : character;
}

/** Data as they are written in TypeScript. */
export function data(given: unknown): Code {
  if (typeof given === "string") return text(given);
  if (Array.isArray(given)) return array(given.map(data));
  if (typeof given === "object" && given !== null) {
    return object(Object.entries(given).map(([name, one]) => property(name, data(one))));
  }
  return JSON.stringify(given) ?? "undefined";
}

/** `name: value` of an object. */
export function property(name: string, code: Code): Code {
  const key = isIdentifier(name) ? name : text(name);
  if (code === name) return name;
  return { kind: "sequence", parts: [`${key}: `, code] };
}

function isIdentifier(name: string): boolean {
  return /^[A-Za-z_$][\w$]*$/.test(name);
}

/** A text as part of a test's name: one line, and no longer than a person reads. */
export function inOneLine(given: string): string {
  const line = given.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Cn}\p{Co}\s]+/gu, " ").trim();
  return line.length > longestName ? `${[...line].slice(0, longestName).join("")}…` : line;
}

/** Characters of a name at most: what a criterion says beyond them stands in the brief. */
const longestName = 400;
