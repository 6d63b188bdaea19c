import { type NumberOptions, readNumber } from "./number.js";
import { quoted } from "./reading.js";

/** A quantity is said in a line; what is longer is no quantity. */
const LONGEST = 300;

/** One line with single spaces, or what is wrong with the text. */
export function tidy(text: string): { readonly line: string } | { readonly problem: string } {
  if (text.length > LONGEST)
    return { problem: `A quantity has at most ${LONGEST} characters, and this has ${text.length}.` };
  if (/[^\P{C}\t\n\r]/u.test(text))
    return { problem: `${quoted(text)} holds characters that cannot be seen: type it anew.` };
  const line = text
    .normalize("NFC")
    .replaceAll("−", "-")
    .replaceAll("’", "'")
    .replace(/\s+/g, " ")
    .replace(/^["'“„]|["'”“]$|[.!;,]+$/g, "");
  return { line: line.trim() };
}

const lead =
  /^(?:about|around|approximately|approx\.?|roughly|circa|ca\.?|some|under|below|less than|fewer than|(?:no|not) (?:more|longer) than|at most|max(?:imum)?\.?|up to|within|in|at least|min(?:imum)?\.?|more than|over|above|no less than|nearly|almost|just|only|maybe|probably|expected|target(?:ed)?|it is|is|are|of|we expect|we have|we need|for|by|[~≈=:≤≥]|<=?|>=?)(?![a-z])\s*/i;

/** Without "about", "at most", "<" and their like: a target is a number, and it is echoed. */
export function withoutLead(text: string): string {
  let rest = text;
  for (let found = lead.exec(rest); found; found = lead.exec(rest)) rest = rest.slice(found[0].length);
  return rest;
}

/** The first number of a text behind words that only lead up to it; undefined where there is none. */
export function leadingNumber(text: string, options: NumberOptions = {}) {
  const body = withoutLead(text);
  const read = readNumber(/^between\s+\d/i.test(body) ? body.slice(8) : body, options);
  if (!read || "problem" in read) return read;
  const range = /^(?:-|–|to|and|or)\s?(?=[\d$€£])([^\s]+)/i.exec(read.rest);
  if (!range) return read;
  return { missing: `Which one number stands for ${quoted(text)}?` };
}

const trailing =
  /^(?:or (?:less|fewer|more|better|faster|earlier|so)|at (?:most|the most|least)|max(?:imum)?\.?|min(?:imum)?\.?|tops|in total|overall|each)(?![a-z])\s*/i;
const opens =
  /^(?:at|during|on|in|with|without|while|for|when|whenever|under|between|from|outside|if|where|unless|except|as|per|after|before|by|of|across|including|excluding)(?![a-z])/i;

/** Under what it holds: the rest of what was said, where it begins as a condition does. */
export function readCondition(rest: string): { readonly condition?: string } | { readonly missing: string } {
  let said = rest.replace(/^[\s,]+/, "");
  for (let found = trailing.exec(said); found; found = trailing.exec(said))
    said = said.slice(found[0].length);
  said = said.replace(/^\((.*)\)$/, "$1");
  if (said === "") return {};
  if (!opens.test(said)) return { missing: `What does ${quoted(said)} mean here?` };
  return { condition: conditionOf(said) };
}

/** On one line, without what sets off parts and cells from one another. */
export function conditionOf(said: string): string {
  let text = said;
  for (let before = ""; before !== text; ) {
    before = text;
    text = text
      .replace(/[;|\\\s]+/g, " ")
      .replace(/,(?=\s|$)| \/(?= )|^\((.*)\)$/g, "$1")
      .replace(/["'“„”.!;,\s]+$|^[\s,]+/g, "");
  }
  return text;
}
