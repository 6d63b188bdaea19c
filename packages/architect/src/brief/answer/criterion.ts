import { quoted } from "../quantity/index.js";
import { isTestable } from "../testable.js";
import { oneLine } from "./given.js";

/** An acceptance criterion in the form of EARS, or what is asked of one that is none. */
export type Criterion = { readonly text: string } | { readonly missing: string };

const form = '"WHEN an order is placed THE SYSTEM SHALL reserve its stock"';
const modal = "(?:shall|must|will|should|has to|have to|needs? to)";
const starts = "while|when|whenever|where|if|as long as|once|as soon as";
const keywords: { readonly [start: string]: string } = {
  while: "WHILE",
  "as long as": "WHILE",
  when: "WHEN",
  whenever: "WHEN",
  once: "WHEN",
  "as soon as": "WHEN",
  where: "WHERE",
  if: "IF",
};
const clause = new RegExp(`^(${starts})\\s+(\\S.*)$`, "i");
const nextClause = /(?:,\s*(?:and\s+)?|\s+and\s+)(?=(?:while|when|whenever|where|if)\s)/i;
const modals = new RegExp(`\\s(?:(shall)|${modal})\\s+(?!be able to\\s)(?=\\S)`, "giu");
const subjectAtEnd =
  /(?:^|[,\s])((?:the|our|this)\s+(?:(?!the\s|our\s|this\s)[\p{L}\p{N}_/-]+\s*){1,5}|it|system)$/iu;
const able = new RegExp(
  `^(?:(.*?),\\s*)?(?:then,?\\s+)?((?:\\p{L}[\\p{L}\\p{N}'-]*\\s+){1,6}?)(?:${modal}\\s+be able to|can)\\s+(.+)$`,
  "iu",
);
const weak =
  /\b(?:fast(?:er)?|quick(?:ly)?|soon(?! as)|scalable|scales? well|user[ -]friendly|easy|easily|many|several|various|secure(?:ly)?|safe(?:ly)?|robust|reliab(?:le|ly)|efficient(?:ly)?|good|nice|modern|flexib(?:le|ly)|proper(?:ly)?|correctly|well|if (?:needed|possible|necessary)|as (?:needed|appropriate)|and so on|etc)\b/i;
const number =
  /\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|once|twice|half|dozen|hundred|thousand|million)\b/i;

/**
 * Reads a criterion in any case and with any comma: "when a is placed, the system must do b" is "WHEN a is placed THE SYSTEM SHALL do b." So are Given/When/Then and
 * "users can do b". What names nothing that a test could see is asked for anew; so is a word such as "fast" without a number beside it.
 */
export function readCriterion(given: string): Criterion {
  const said = oneLine(
    given.replaceAll("**", "").replace(/^\s*(?:[-*•]|\d{1,3}[.)]|AC[-\s]?\d+:?)\s+/i, ""),
  ).replace(/[.;,\s]+$/, "");
  const read = said.endsWith("?") ? undefined : settled(said);
  if (read === undefined) return { missing: `Say ${quoted(said)} as something that can be tested: ${form}.` };
  const vague = weak.exec(read.replace(/(?<!\p{L})as soon as|as well/giu, ""));
  if (vague && !number.test(read))
    return {
      missing: `What does "${vague[0]}" mean in ${quoted(said)}? Say it with a number or by what can be seen.`,
    };
  if (!isTestable(read))
    return { missing: `What is to be seen when ${quoted(said)} holds? Say it so: ${form}.` };
  return { text: read };
}

/** In its form, where that says the same when it is read again. */
function settled(said: string): string | undefined {
  const once = normalised(said);
  return once !== undefined && normalised(once.slice(0, -1)) === once ? once : undefined;
}

function normalised(said: string): string | undefined {
  const given = /^given(?: that)?\s+(.+?),?\s+when\s+(.+?),?\s+then,?\s+(.+)$/i.exec(said);
  if (given) return composed(`WHEN ${trim(given[2])}, given ${trim(given[1])}`, ensured(given[3] ?? ""));
  const direct = directly(said);
  if (direct) return composed(direct.before, direct);
  const ability = able.exec(said);
  const who = trim(ability?.[2]);
  if (ability && who && !clause.test(who) && clausesOf(trim(ability[1])))
    return composed(trim(ability[1]), {
      subject: "the system",
      response: `let ${who.replace(/^(?:a|an|the)\s/i, (word) => word.toLowerCase())} ${ability[3]}`,
    });
  const consequence = new RegExp(`^((?:${starts})\\s+.+?),?\\s+then,?\\s+(.+)$`, "i").exec(said);
  return consequence ? composed(trim(consequence[1]), ensured(consequence[2] ?? "")) : undefined;
}

/** What stands around "the system shall": the first "shall" that has a system before it, or else the first "must" and the like. */
function directly(said: string): (Outcome & { readonly before: string }) | undefined {
  const found = [...said.matchAll(modals)];
  for (const one of [...found.filter((some) => some[1]), ...found.filter((some) => !some[1])]) {
    const left = said.slice(0, one.index);
    const subject = subjectAtEnd.exec(left);
    const before = subject && trim(left.slice(0, left.length - (subject[1] ?? "").length));
    if (!subject || before === null || !clausesOf(before)) continue;
    return { before, subject: subject[1] ?? "", response: said.slice(one.index + one[0].length) };
  }
  return undefined;
}

interface Outcome {
  readonly subject: string;
  readonly response: string;
}

/** What is stated as a fact is what the system shall see to. */
function ensured(fact: string): Outcome {
  const direct = directly(fact);
  if (direct?.before === "") return direct;
  return { subject: "the system", response: `ensure that ${fact}` };
}

function composed(before: string, { subject, response }: Outcome): string | undefined {
  const clauses = clausesOf(before);
  const rest = response.replace(/[.;,\s]+$/, "");
  if (!clauses || !/\p{L}/u.test(rest)) return undefined;
  const then = clauses.at(-1)?.startsWith("IF ") ? " THEN" : "";
  return `${[...clauses, ""].slice(0, -1).join(", ")}${then}${clauses.length ? " " : ""}${nameOf(subject)} SHALL ${rest}.`;
}

/** The conditions, each with its word in capitals; undefined where something else stands before the system. */
function clausesOf(before: string): readonly string[] | undefined {
  if (before === "") return [];
  const clauses: string[] = [];
  for (const part of before.split(nextClause)) {
    const found = clause.exec(trim(part));
    const keyword = keywords[(found?.[1] ?? "").toLowerCase()];
    if (!found || !keyword) return undefined;
    clauses.push(`${keyword} ${trim(found[2])}`);
  }
  return clauses;
}

/** "the API", "it" and "our service" are the system; "the order service" stays itself. */
function nameOf(subject: string): string {
  const name = subject
    .replace(/^(?:the|our|this|an?)\s+/i, "")
    .trim()
    .toLowerCase();
  const isSystem =
    /^(?:system|api|app|application|service|backend|back end|server|platform|software|product|site|website|it)$/.test(
      name,
    );
  return isSystem ? "THE SYSTEM" : `THE ${name.toUpperCase()}`;
}

function trim(text: string | undefined): string {
  return (text ?? "").replace(/(?:^|[,\s]+)then$/i, "").replace(/^[,\s]+|[,\s]+$/g, "");
}
