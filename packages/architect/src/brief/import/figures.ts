import type { Measure } from "../quantity/index.js";
import { type Block, plain } from "./blocks.js";
import type { FoundChoice, FoundPart, Unsure } from "./draft.js";
import { isGap, quantityIn } from "./phrases.js";

interface Figure {
  readonly question: string;
  readonly part: string;
  readonly measure: Measure;
  /** What a clause must speak of, all of it, for it to be certain. */
  readonly of: readonly RegExp[];
  readonly notOf?: RegExp;
  /** Where in the clause the number stands; anywhere unless told. */
  readonly at?: RegExp;
}

const calls = /\b(?:rps|qps|tps|requests?|calls|messages|events|readings|load|traffic)\b/i;

const figures: readonly Figure[] = [
  {
    question: "performance.load",
    part: "concurrent",
    measure: "count",
    of: [/\b(?:concurrent|simultaneous)\s+(?:users|clients|connections|sessions|callers)\b/i],
    at: /(\d[\d.,]*\s*(?:k|m|thousand|million)?)\s+(?:concurrent|simultaneous)/i,
  },
  {
    question: "performance.load",
    part: "peak",
    measure: "rate",
    of: [/\b(?:peaks?|spikes?|bursts?)\b/i, calls],
  },
  {
    question: "performance.load",
    part: "usual",
    measure: "rate",
    of: [/\b(?:usual(?:ly)?|average|normal(?:ly)?|typical(?:ly)?|sustained)\b/i, calls],
    notOf: /\b(?:peaks?|spikes?|bursts?)\b/i,
  },
  {
    question: "performance.latency",
    part: "read",
    measure: "latency",
    of: [/\b(?:reads?|reading|quer(?:y|ies)|search(?:es)?|GET)\b/i],
    notOf: /\b(?:writes?|writing|POST|PUT)\b/i,
  },
  {
    question: "performance.latency",
    part: "write",
    measure: "latency",
    of: [/\b(?:writes?|writing|saves?|saving|POST|PUT)\b/i],
    notOf: /\b(?:reads?|reading|GET)\b/i,
  },
  {
    question: "deployment.recovery",
    part: "uptime",
    measure: "availability",
    of: [/\b(?:uptime|availability|available|nines)\b/i],
  },
  {
    question: "deployment.recovery",
    part: "rpo",
    measure: "duration",
    of: [/\b(?:RPO|recovery point)\b/i],
    notOf: /\b(?:RTO|recovery time)\b/i,
  },
  {
    question: "deployment.recovery",
    part: "rto",
    measure: "duration",
    of: [/\b(?:RTO|recovery time)\b/i],
    notOf: /\b(?:RPO|recovery point)\b/i,
  },
  { question: "testing.coverage", part: "lines", measure: "share", of: [/\b(?:line|code|test) coverage\b/i] },
  {
    question: "constraints.plan",
    part: "release",
    measure: "date",
    of: [/\b(?:release|launch|go(?:es)? live|deadline|in production|ship)\b/i],
  },
  {
    question: "constraints.plan",
    part: "people",
    measure: "count",
    of: [/\b(?:team|developers|engineers)\b/i],
    at: /\bteam of (\d{1,4})\b|\b(\d{1,4}) (?:developers|engineers)\b/i,
  },
  { question: "constraints.plan", part: "budget", measure: "money", of: [/\bbudget\b/i] },
];

const clauseEnds = /;\s|\.\s+(?=[A-Z])|,\s+(?=(?:and\s+)?(?:the\s+)?(?:RTO|RPO|peaks?|reads?|writes?|p\d\d))/;

/** Quantities that answer a question for certain: by what their clause speaks of, and where nothing else in it could be meant. */
export function figuresIn(
  blocks: readonly Block[],
  file: string,
): { readonly parts: readonly FoundPart[]; readonly unsure: readonly Unsure[] } {
  const parts: FoundPart[] = [];
  const unsure: Unsure[] = [];
  for (const { kind, text, line } of blocks) {
    if (kind === "heading" || isGap(text)) continue;
    const from = { file, line };
    for (const clause of plain(kind === "row" ? text.replaceAll("|", " ") : text).split(clauseEnds)) {
      for (const { question, part, measure, of, notOf, at } of figures) {
        if (!of.every((one) => one.test(clause)) || notOf?.test(clause)) continue;
        const place = at?.exec(clause);
        const said = quantityIn(at ? (place?.[1] ?? place?.[2] ?? "") : clause, [measure]);
        if (said === undefined) {
          const isTwofold = /\b\d{1,3}\.\d{3}(?![\d.])/.exec(clause);
          if (isTwofold)
            unsure.push({ says: `"${clause.slice(0, 100)}": ${isTwofold[0]} can be two numbers`, from });
        } else if (!at && quantityIn(clause.replace(said, " "), [measure]) !== undefined)
          unsure.push({
            says: `"${clause.slice(0, 100)}": it names several, and which is ${question} ${part} is not certain`,
            from,
          });
        else parts.push({ question, part, text: said, from });
      }
    }
  }
  return { parts, unsure };
}

const regulations: readonly (readonly [RegExp, string])[] = [
  [/\b(?:GDPR|DSGVO)\b/, "gdpr"],
  [/\bHIPAA\b/, "hipaa"],
  [/\bPCI[- ]?DSS\b/, "pci-dss"],
  [/\bSOC ?2\b/, "soc2"],
];

/** Regulations that a line says hold. */
export function regulationsIn(blocks: readonly Block[], file: string): readonly FoundChoice[] {
  return blocks.flatMap(({ kind, text, line }) => {
    const holds = /\b(?:compl(?:y|ies|iant|iance)|subject to|required by|under|in scope|certif)/i.test(text);
    if (kind === "heading" || isGap(text) || !holds || /\b(?:not|no|out of|never|without)\b/i.test(text))
      return [];
    return regulations.flatMap(([pattern, option]) =>
      pattern.test(text) ? [{ question: "security.regulations", option, from: { file, line } }] : [],
    );
  });
}
