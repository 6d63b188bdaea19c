import { createHash } from "node:crypto";
import { plural, singular } from "@lintel/runtime/tools";
import { inLatin } from "./in-latin.js";

/** Letters of a name at most: with what PostgreSQL puts around it, it stays below 63 bytes. */
const usualLength = 40;

/**
 * A name as a blueprint spells it: camelCase of ASCII. Of another script it is written as it sounds, where that is known, and else it is `fallback` with six
 * digits of the name's SHA-256 behind it: the same everywhere, whatever else is there.
 */
export function identifierOf(name: string, fallback: string, longest = usualLength): string {
  const latin = inLatin(name);
  const words = latin
    .replace(/['\u2019]/g, "")
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== "");
  const isWhole = !/\p{L}/u.test(latin.replace(/[A-Za-z]/g, ""));
  const made = camelCase(words).replace(/^[0-9]+/, "");
  const named = made === "" ? "" : made.charAt(0).toLowerCase() + made.slice(1);
  if (named === "" || !isWhole) return `${fallback}${digestOf(name)}`;
  return named.length <= longest ? named : `${cut(words, longest - 6)}${digestOf(name)}`;
}

function camelCase(words: readonly string[]): string {
  return words
    .map((word) => word.toLowerCase())
    .map((word, at) => (at === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1)))
    .join("");
}

function cut(words: readonly string[], room: number): string {
  let kept = 0;
  while (kept < words.length && camelCase(words.slice(0, kept + 1)).length <= room) kept++;
  const made = camelCase(words.slice(0, Math.max(1, kept))).slice(0, room);
  return made.replace(/^[^a-z]+/, "") || "long";
}

function digestOf(name: string): string {
  return createHash("sha256").update(name.normalize("NFC").trim()).digest("hex").slice(0, 6);
}

/** A name in the plural: "order line" is "orderLines". */
export function pluralOf(identifier: string): string {
  return plural(singular(identifier));
}
