import { expressions, type Pattern, patternGroups } from "../../packages/architect/src/memory/index.js";

/** The page of the whole library, as `docs/reference/patterns.md` has it. */
export function patternsPage(patterns: readonly Pattern[]): string {
  const groups = Object.entries(patternGroups).map(([group, title]) => ({
    title,
    held: patterns.filter((pattern) => pattern.group === group),
  }));
  return [
    "# Patterns",
    "",
    `${patterns.length} answers to problems that come up again and again: when each fits and when it does not, what it weighs, what it costs, and how Lintel says it, or that it does not`,
    "yet. A coding agent looks them up with [`find_patterns`](mcp-tools.md#find_patterns). This page is written from the library, and a test compares the two; others see that every word of",
    "the blueprint, every command and every page that is named here is there.",
    "",
    "| group | patterns |",
    "|---|---|",
    ...groups.map(
      ({ title, held }) => `| ${title} | ${held.map((one) => `[${one.title}](#${one.id})`).join(", ")} |`,
    ),
    "",
    ...groups.flatMap(({ title, held }) => [`## ${title}`, "", ...held.flatMap(section)]),
  ].join("\n");
}

function section(pattern: Pattern): readonly string[] {
  const { id, title, also, is, fits, avoid, forces, cost, lintel, decisions, sources } = pattern;
  const { how, says, words, verbs, pages } = lintel;
  const links = pages.map((page) => `[${page.replace(/\.md/, "")}](../${page})`);
  const named = [...words, ...verbs].map((word) => `\`${word}\``);
  return [
    `<a id="${id}"></a>`,
    "",
    `### ${title}`,
    "",
    `\`${id}\`, also called: ${also.join(", ")}.`,
    "",
    is,
    "",
    "| | |",
    "|---|---|",
    `| fits | ${fits.join("<br>")} |`,
    `| does not | ${avoid.join("<br>")} |`,
    `| weighs | ${forces.join("<br>")} |`,
    `| costs | ${cost.join("<br>")} |`,
    `| in Lintel | ${how === "not-yet" ? says.replace("Not by Lintel yet", "**Not by Lintel yet**") : `**${expressions[how]}**. ${says}`} |`,
    ...(named.length > 0 ? [`| its words | ${named.join(", ")} |`] : []),
    ...(links.length > 0 ? [`| read on | ${links.join(", ")} |`] : []),
    ...(decisions.length > 0
      ? [
          `| decided by | ${decisions.map(({ decision, option }) => `\`${decision}\`: \`${option}\``).join(", ")} |`,
        ]
      : []),
    `| sources | ${sources.map(({ author, title: work, year }) => `${author}, *${work}*, ${year}`).join("<br>")} |`,
    "",
  ];
}
