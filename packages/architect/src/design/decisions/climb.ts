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
export function climb(options: readonly Option[], judged: Case): Climbed {
  const levelOf = (id: string) => {
    const level = options.findIndex((option) => option.id === id);
    if (level < 0)
      throw new RangeError(`There is no option "${id}" among ${options.map((o) => o.id).join(", ")}.`);
    return level;
  };
  const pulls = pullsOf(judged, levelOf);
  const level = takeable(options, judged, pulls[0]?.level ?? 0);
  const { leading = [], least, cannot } = judged;
  return {
    calculated: options[level]?.id ?? "",
    options: options.map((option, at) => scored(option, at, { level, pulls, cannot: cannot?.[option.id] })),
    because: [
      ...leading,
      ...(pulls.length === 0 ? [least] : pulls.map(({ says, from }) => ({ says, from }))),
    ],
    wouldChange: changesOf(options, judged, { level, pulls, levelOf }),
  };
}

function pullsOf({ facts, marks }: Case, levelOf: (id: string) => number): readonly Pull[] {
  const pullOf = ({ to, from, hard = false }: Fact | Mark, says: string): Pull => ({
    says,
    from,
    level: levelOf(to),
    hard,
  });
  return [
    ...facts.filter(({ holds }) => holds).map((fact) => pullOf(fact, fact.says)),
    ...marks
      .filter(({ threshold, today }) => isCrossed(threshold, today))
      .map((mark) => pullOf(mark, saysOf(mark))),
  ].toSorted((a, b) => b.level - a.level);
}

/** What is asked for, or where that cannot be taken the next that can: rather more than less. */
function takeable(options: readonly Option[], { cannot = {} }: Case, asked: number): number {
  const free = options.flatMap(({ id }, at) => (Object.hasOwn(cannot, id) ? [] : [at]));
  return free.find((at) => at >= asked) ?? free.at(-1) ?? asked;
}

/** 90 for the least that does, 20 less for each step beyond it; below it 40 and less, and nothing where a fact rules it out. */
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

interface Standing {
  readonly level: number;
  readonly pulls: readonly Pull[];
  readonly levelOf: (id: string) => number;
}

/** What would make it more, the nearest first as they are given; then what would make it less. */
function changesOf(
  options: readonly Option[],
  { facts, marks }: Case,
  standing: Standing,
): readonly Reason[] {
  const { level, pulls, levelOf } = standing;
  const title = (at: number) => options[at]?.title ?? "";
  const atTop = pulls.filter((pull) => pull.level === level).length;
  const next = pulls.find((pull) => pull.level < level)?.level ?? 0;
  const crossed = (mark: Mark) => isCrossed(mark.threshold, mark.today);
  return [
    ...marks
      .filter((mark) => !crossed(mark) && levelOf(mark.to) > level)
      .map((mark) => ({
        says: `${standsAt(mark)} it would be "${title(levelOf(mark.to))}".`,
        from: mark.from,
      })),
    ...facts
      .filter(({ holds, to }) => !holds && levelOf(to) > level)
      .map(({ otherwise, from, to }) => ({
        says: `${otherwise}: it would be "${title(levelOf(to))}".`,
        from,
      })),
    ...marks
      .filter((mark) => crossed(mark) && levelOf(mark.to) === level && level > 0)
      .map((mark) => ({
        says: `${standsAt(mark)} ${atTop > 1 ? "there is one reason less for it" : `it would be "${title(next)}"`}.`,
        from: mark.from,
      })),
  ];
}

function saysOf({ threshold, today, of }: Mark): string {
  const { unit, side, value, reason } = thresholds[threshold];
  return `${measureOf(threshold, of)}: ${sayIn(unit, today)}, which is ${side} ${sayIn(unit, value)}. ${reason}`;
}

/** "Recovery time: 1 h today. Below 30 min", or where it is below already "At 30 min or more". */
function standsAt({ threshold, today, of }: Mark): string {
  const { unit, side, value } = thresholds[threshold];
  const limit = sayIn(unit, value);
  const across = side === "above" ? `Above ${limit}` : `Below ${limit}`;
  const back = side === "above" ? `At ${limit} or less` : `At ${limit} or more`;
  return `${measureOf(threshold, of)}: ${sayIn(unit, today)} today. ${isCrossed(threshold, today) ? back : across}`;
}

function measureOf(threshold: Mark["threshold"], of: string | undefined): string {
  const { measure } = thresholds[threshold];
  return of === undefined ? measure : `${measure} (${of})`;
}
