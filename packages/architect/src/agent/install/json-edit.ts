import { type JsonMember, type JsonNode, readJsonText } from "./json-text.js";
import { lineEndOf } from "./part.js";

/** Adds a member at the end of an object of the text, as its neighbours are written. All other bytes stay. */
export function addMember(
  text: string,
  object: JsonNode & { members: readonly JsonMember[] },
  key: string,
  value: unknown,
): string {
  const last = object.members.at(-1);
  const written = (indent: string | undefined) => {
    const name = `${JSON.stringify(key)}: `;
    if (indent === undefined) return `${name}${JSON.stringify(value)}`;
    return `${name}${JSON.stringify(value, null, unitOf(text)).replaceAll("\n", `${lineEndOf(text)}${indent}`)}`;
  };
  if (!last) {
    const outer = indentAt(text, object.start);
    const indent = `${outer}${unitOf(text)}`;
    const within = text.slice(object.start + 1, object.end - 1);
    const end = lineEndOf(text);
    const close = within.includes("\n") ? "" : `${end}${outer}`;
    return `${text.slice(0, object.start + 1)}${end}${indent}${written(indent)}${close}${text.slice(object.start + 1)}`;
  }
  const isOnItsLine = /^[ \t]*$/.test(lineBefore(text, last.start));
  const indent = isOnItsLine ? lineBefore(text, last.start) : undefined;
  const separator = indent === undefined ? " " : `${lineEndOf(text)}${indent}`;
  const valueEnd = last.comma === undefined ? last.node.end : last.comma + 1;
  // What is said of the last member on its line stays with it.
  const lineRest = /^(?:[ \t]*(?:\/\*[^\r\n]*?\*\/|\/\/[^\r\n]*))*/.exec(text.slice(valueEnd))?.[0] ?? "";
  const place = valueEnd + (indent === undefined ? 0 : lineRest.length);
  const comma = last.comma === undefined ? "," : "";
  const commaAfter = last.comma === undefined ? "" : ",";
  return [
    text.slice(0, valueEnd),
    comma,
    text.slice(valueEnd, place),
    separator,
    written(indent),
    commaAfter,
    text.slice(place),
  ].join("");
}

/** Takes a member away, with the comma and the white space that came with it. All other bytes stay. */
export function removeMember(
  text: string,
  object: JsonNode & { members: readonly JsonMember[] },
  member: JsonMember,
): string {
  const tidy = cutOut(text, object, member, startOfSpace(text, member.start));
  // A comment to the end of its line needs that end, where the text goes on behind the member.
  return isReadable(tidy) ? tidy : cutOut(text, object, member, member.start);
}

function cutOut(
  text: string,
  object: JsonNode & { members: readonly JsonMember[] },
  member: JsonMember,
  start: number,
): string {
  const index = object.members.indexOf(member);
  const before = object.members[index - 1];
  const isLast = index === object.members.length - 1;
  const end = member.comma === undefined ? member.node.end : member.comma + 1;
  if (!before && isLast) {
    const isAlone = start === object.start + 1 && text.slice(end, object.end - 1).trim() === "";
    return `${text.slice(0, start)}${text.slice(isAlone ? object.end - 1 : end)}`;
  }
  if (isLast && member.comma === undefined && before?.comma !== undefined)
    return `${text.slice(0, before.comma)}${text.slice(before.comma + 1, start)}${text.slice(end)}`;
  return `${text.slice(0, start)}${text.slice(end)}`;
}

function isReadable(text: string): boolean {
  try {
    readJsonText(text);
    return true;
  } catch {
    return false;
  }
}

/** Puts another value where a member has one. */
export function replaceValue(text: string, member: JsonMember, value: unknown): string {
  const before = lineBefore(text, member.start);
  const made = /^[ \t]*$/.test(before)
    ? JSON.stringify(value, null, unitOf(text)).replaceAll("\n", `${lineEndOf(text)}${before}`)
    : JSON.stringify(value);
  return `${text.slice(0, member.node.start)}${made}${text.slice(member.node.end)}`;
}

function startOfSpace(text: string, from: number): number {
  let at = from;
  while (at > 0 && /\s/.test(text[at - 1] ?? "")) at -= 1;
  return at;
}

function lineBefore(text: string, at: number): string {
  return text.slice(text.lastIndexOf("\n", at - 1) + 1, at);
}

function indentAt(text: string, at: number): string {
  return /^[ \t]*/.exec(lineBefore(text, at))?.[0] ?? "";
}

/** One step of indentation, as the first member of the outermost object has it. */
function unitOf(text: string): string {
  const first = readJsonText(text).members?.[0];
  const indent = first ? lineBefore(text, first.start) : "";
  return /^[ \t]+$/.test(indent) ? indent : "  ";
}
