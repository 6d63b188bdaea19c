import type { Reason, ScoredOption } from "./decision.js";
import type { Case, Fact, Mark, Option } from "./rule.js";
import { isCrossed, sayIn, thresholds } from "./thresholds.js";

export interface Climbed {
  readonly calculated: string;
  readonly options: readonly ScoredOption[];
  readonly because: readonly Reason[];
  readonly wouldChange: readonly Reason[];
}

interface Pull extends Reason {
  readonly level: number;
  readonly hard: boolean;
}

/**
 * The least of the options that everything is content with. Options stand from the least to the most, and what asks for one asks for at least that one:
 * so that more of a figure never comes to less of an answer.
 */
export function climb(options: readonly Option[], given: Case): Climbed {
  const levelOf = (id: string) => {
    const level = options.findIndex((option) => option.id === id);
    if (level < 0)
      throw new RangeError(`There is no option "${id}" among ${options.map((o) => o.id).join(", ")}.`);
    return level;
  };
  const titleAt = (level: number) => options[level]?.title ?? "";
  const pulls: Pull[] = [
    ...given.facts.filter(({ holds }) => holds).map((fact) => pullOf(fact, fact.says, levelOf(fact.to))),
    ...given.marks
      .filter(({ threshold, today }) => isCrossed(threshold, today))
      .map((mark) => pullOf(mark, saysOf(mark), levelOf(mark.to))),
  ].toSorted((a, b) => b.level - a.level);
  const asked = pulls[0]?.level ?? 0;
  const level = takeable(options, given, asked);
  return {
    calculated: options[level]?.id ?? "",
    options: options.map((option, at) =>
      scored(option, at, { level, pulls, cannot: given.cannot?.[option.id] }),
    ),
    because: pulls.length === 0 ? [given.least] : pulls.map(({ says, from }) => ({ says, from })),
    wouldChange: [
      ...given.marks.map((mark) => brinkOf(mark, titleAt(levelOf(mark.to)))),
      ...given.facts
        .filter(({ holds }) => !holds)
        .map(({ otherwise, from, to }) => ({
          says: `${otherwise}: it would be "${titleAt(levelOf(to))}".`,
          from,
        })),
    ],
  };
}

/** What is asked for, or where that cannot be taken the next that can: rather more than less. */
function takeable(options: readonly Option[], { cannot = {} }: Case, asked: number): number {
  const free = options.flatMap(({ id }, at) => (Object.hasOwn(cannot, id) ? [] : [at]));
  return free.find((at) => at >= asked) ?? free.at(-1) ?? asked;
}

function scored(
  { id, title, pros, cons }: Option,
  at: number,
  {
    level,
    pulls,
    cannot,
  }: { readonly level: number; readonly pulls: readonly Pull[]; readonly cannot: Reason | undefined },
): ScoredOption {
  const hard = cannot ?? pulls.find((pull) => pull.hard && pull.level > at);
  if (hard && at !== level)
    return { id, title, score: 0, pros, cons, ruledOut: { says: hard.says, from: hard.from } };
  const score = at >= level ? Math.max(10, 90 - 20 * (at - level)) : Math.max(5, 60 - 20 * (level - at));
  return { id, title, score, pros, cons };
}

function pullOf({ from, hard }: Fact | Mark, says: string, level: number): Pull {
  return { says, from, level, hard: hard ?? false };
}

function saysOf({ threshold, today, of }: Mark): string {
  const { measure, unit, side, value, reason } = thresholds[threshold];
  const what = of === undefined ? measure : `${measure} (${of})`;
  return `${what}: ${sayIn(unit, today)}, which is ${side} ${sayIn(unit, value)}. ${reason}`;
}

function brinkOf({ threshold, today, from, of }: Mark, title: string): Reason {
  const { measure, unit, side, value } = thresholds[threshold];
  const now = `${of === undefined ? measure : `${measure} (${of})`}: ${sayIn(unit, today)} today.`;
  const limit = sayIn(unit, value);
  const says = isCrossed(threshold, today)
    ? `${now} At ${limit} or ${side === "above" ? "less" : "more"} this would no longer ask for "${title}".`
    : `${now} ${side === "above" ? "Above" : "Below"} ${limit} it would be "${title}".`;
  return { says, from };
}
