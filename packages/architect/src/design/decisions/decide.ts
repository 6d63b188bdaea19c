import { climb } from "./climb.js";
import type { Decision, Override, Reason, ScoredOption } from "./decision.js";
import { missingIn } from "./facts.js";
import type { Given, Rule } from "./rule.js";

/** What is decided by a rule: for all of the system, or for one subject; `person` is what somebody said against the calculation. */
export function decide(
  rule: Rule,
  given: Given,
  {
    person,
    before,
    subject,
  }: {
    readonly person: Override | undefined;
    readonly before: readonly Decision[];
    readonly subject?: string;
  },
): Decision {
  const named = subject ?? rule.part;
  const judged = rule.judge(given, subject);
  const { calculated, options, because, wouldChange } = climb(rule.options, judged);
  const word = wordOf(rule, given, person, subject);
  const chosen = word?.override.option ?? calculated;
  const option = rule.options.find(({ id }) => id === chosen);
  return Object.freeze({
    id: rule.id,
    ...(named !== undefined && { subject: named }),
    title: option?.settles ?? chosen,
    question: rule.question,
    options,
    chosen,
    calculated,
    because: word ? [word.because, ...because] : because,
    wouldChange: word
      ? [{ says: whatElse(rule, word, calculated), from: word.because.from }, ...wouldChange]
      : wouldChange,
    consequences: [
      ...(option ? [...option.pros, ...option.cons] : []),
      ...(option?.beside === undefined ? [] : [option.beside]),
      ...(judged.notes ?? []),
      ...(word && chosen !== calculated ? [disagreement(rule, word, options, calculated)] : []),
    ],
    missing: word ? [] : missingOf(rule, given, before),
    ...(word && { override: word.override }),
  });
}

/** What somebody said instead of the calculation. */
interface Word {
  readonly override: Override;
  readonly because: Reason;
}

function wordOf(
  rule: Rule,
  given: Given,
  person: Override | undefined,
  subject: string | undefined,
): Word | undefined {
  if (person)
    return { override: person, because: { says: `A person decided so: ${person.reason}`, from: [] } };
  const brief = rule.said?.(given, subject);
  const named = subject ?? rule.part;
  return (
    brief && {
      override: {
        decision: rule.id,
        ...(named !== undefined && { subject: named }),
        option: brief.option,
        reason: brief.reason,
        byBrief: true,
      },
      because: { says: brief.reason, from: brief.from },
    }
  );
}

/** What it rests on and is open, and what rests on it in what it follows from. */
function missingOf(rule: Rule, given: Given, before: readonly Decision[]): readonly string[] {
  const earlier = before.filter(({ id }) => rule.follows.includes(id)).flatMap(({ missing }) => missing);
  return [...new Set([...missingIn(given, rule.looksAt), ...earlier])].sort();
}

function whatElse({ options }: Rule, { override }: Word, calculated: string): string {
  const title = options.find(({ id }) => id === calculated)?.title ?? calculated;
  return override.byBrief
    ? `A brief that leaves it open: it would be "${title}".`
    : `Without that person's word: it would be "${title}", unless the brief says otherwise.`;
}

function disagreement(
  rule: Rule,
  { override: { byBrief, option } }: Word,
  options: readonly ScoredOption[],
  calculated: string,
): string {
  const title = (id: string) => rule.options.find((one) => one.id === id)?.title ?? id;
  const ruledOut = options.find(({ id }) => id === option)?.ruledOut;
  const who = byBrief ? "the brief says" : "a person decided for";
  return [
    `The figures alone come to "${title(calculated)}"; ${who} "${title(option)}", and that holds.`,
    ...(ruledOut ? [`Against it stands: ${ruledOut.says}`] : []),
  ].join(" ");
}
