/** Why a regular expression cannot be used, or undefined if it can. */
export function patternFault(pattern: string): string | undefined {
  try {
    new RegExp(pattern, "u");
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** One thing to match, with how often: a character, a class, or a group of alternatives. */
interface Item {
  readonly source: string;
  readonly group?: readonly (readonly Item[])[] | undefined;
  readonly required: boolean;
  readonly endless: boolean;
}

/**
 * Whether a repetition without an end stands within another with nothing between the rounds that tells them apart,
 * as in `(a+)+`: a text that almost matches can then take time that grows exponentially with its length (CWE-1333).
 * `(-[a-z]+)*` is well: each round begins with a hyphen. Expects a pattern that compiles.
 */
export function hasNestedRepetition(pattern: string): boolean {
  return isSlow(parseAlternatives(pattern));
}

function isSlow(alternatives: readonly (readonly Item[])[]): boolean {
  return alternatives.some((items) =>
    items.some(({ group, endless }) => {
      if (!group) return false;
      return (
        isSlow(group) || (endless && group.some((round) => repeatsInside(round) && !hasSeparator(round)))
      );
    }),
  );
}

function repeatsInside(items: readonly Item[]): boolean {
  return items.some(({ group, endless }) => endless || group?.some(repeatsInside));
}

/** A literal that each round must have, and that nothing repeated in the round matches. */
function hasSeparator(round: readonly Item[]): boolean {
  const repeated = round.filter((item) => item.endless || item.group?.some(repeatsInside)).flatMap(atomsOf);
  return round.some(({ source, group, required }) => {
    const character = source.replace(/^\\(?=[^a-zA-Z0-9])/, "");
    if (group || !required || character.length !== 1 || ".^$".includes(source)) return false;
    return repeated.every((atom) => !new RegExp(`^(?:${atom})$`, "u").test(character));
  });
}

function atomsOf({ source, group }: Item): string[] {
  return group ? group.flat().flatMap(atomsOf) : [source];
}

const token =
  /(?<opening>\((?:\?(?:<?[=!]|<[^>]*>|:))?)|(?<source>\\(?:u\{[^}]*\}|[pP]\{[^}]*\}|k<[^>]*>|.)|\[(?:\\.|[^\]])*\]|[\s\S])(?<often>(?:[*+?]|\{\d+,?\d*\})\??)?/gu;

/** The alternatives of a pattern, each as its items. */
function parseAlternatives(pattern: string): readonly (readonly Item[])[] {
  const open: Item[][][] = [[[]]];
  for (const { groups } of pattern.matchAll(token)) {
    const { opening, source = "", often = "" } = groups ?? {};
    const alternatives = open.at(-1) ?? [];
    if (opening !== undefined) open.push([[]]);
    else if (source === "|") alternatives.push([]);
    else if (source === ")") {
      open.pop();
      open
        .at(-1)
        ?.at(-1)
        ?.push(item(source, often, alternatives));
    } else alternatives.at(-1)?.push(item(source, often));
  }
  return open[0] ?? [];
}

function item(source: string, often: string, group?: Item["group"]): Item {
  return { source, group, required: !/^(?:[*?]|\{0)/.test(often), endless: /^(?:[*+]|\{\d+,\})/.test(often) };
}
