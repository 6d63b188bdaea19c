import { plain } from "./blocks.js";
import type { FoundRow, TableQuestion, Unsure } from "./draft.js";
import { criterionIn, isGap, nameAndRest, quantityIn, shortName, storyIn, withoutLabel } from "./phrases.js";
import type { Section, Topic } from "./sections.js";

type Cells = FoundRow["cells"];

/** What becomes of an item below a heading; undefined where it is not certain. */
const kinds: {
  readonly [topic in Topic]?: {
    readonly question: TableQuestion;
    readonly cells: (text: string) => Cells | undefined;
  };
} = {
  entities: { question: "data.entities", cells: entity },
  "edge-cases": { question: "data.edge-cases", cells: edgeCase },
  metrics: { question: "scope.metrics", cells: metric },
  integrations: { question: "integration.systems", cells: system },
  users: { question: "scope.users", cells: user },
};

/** Rows of the lists below headings that announce them, and the users that stories name. */
export function listsIn(
  sections: readonly Section[],
  file: string,
): { readonly rows: readonly FoundRow[]; readonly unsure: readonly Unsure[] } {
  const rows: FoundRow[] = [];
  const unsure: Unsure[] = [];
  for (const { topic, blocks } of sections) {
    for (const { kind, level, text, line } of blocks) {
      const from = { file, line };
      const story = kind === "row" ? undefined : storyIn(text);
      if (story && !isGap(text))
        rows.push({
          question: "scope.users",
          cells: { name: shortName(story.who), does: story.wants },
          from: [from],
        });
      const made = kinds[topic];
      if (!made || kind !== "item" || level > 0) continue;
      const shown = plain(text).slice(0, 100);
      const cells = isGap(text) ? undefined : made.cells(text);
      if (cells) rows.push({ question: made.question, cells, from: [from] });
      else
        unsure.push({
          says: `"${shown}": ${isGap(text) ? "it is not filled in, or marked as unclear" : "what it means is not certain"}`,
          from,
        });
    }
  }
  return { rows, unsure };
}

function entity(text: string): Cells | undefined {
  const { name, rest } = nameAndRest(text);
  if (name.length > 60) return undefined;
  return { name: shortName(name), ...(rest && { holds: rest }) };
}

/** A situation, and where the sentence is a criterion its outcome too. */
function edgeCase(text: string): Cells | undefined {
  const { text: said } = withoutLabel(text);
  const criterion = criterionIn(said);
  if (criterion) {
    const situation = /^(?:WHEN|IF|WHILE|WHERE) (.+?)(?: THEN)? THE [A-Z ]+ SHALL /.exec(criterion)?.[1];
    return situation ? { name: shortName(situation), situation, outcome: [criterion] } : undefined;
  }
  const { name, rest } = nameAndRest(text);
  const outcome = rest && criterionIn(rest);
  if (outcome) return { name: shortName(name), situation: name, outcome: [outcome] };
  const asked = said
    .replace(/^what (?:happens|if|should happen)\s*(?:when|if)?\s*/i, "")
    .replace(/^how (?:does|should|will) (?:the )?system (?:handle|deal with|behave (?:when|if))\s*/i, "");
  return { name: shortName(asked), situation: rest && name.length < 60 ? rest : asked.replace(/\?+$/, "") };
}

function metric(text: string): Cells | undefined {
  const { text: said } = withoutLabel(text);
  const target = quantityIn(said);
  if (target === undefined) return undefined;
  const measured = /[,;(]?\s*(?:as )?measured (?:by|in|with|through|over|from|at)\s+([^)]+?)\)?[.]?$/i.exec(
    said,
  );
  const { name, rest } = nameAndRest(said);
  const named = rest !== "" && quantityIn(rest) !== undefined ? name : said.replace(measured?.[0] ?? "", "");
  return { name: shortName(named), target, ...(measured?.[1] && { measuredBy: measured[1].trim() }) };
}

function system(text: string): Cells | undefined {
  const { name, rest } = nameAndRest(text);
  if (name.length > 60) return undefined;
  return { name: shortName(name), ...(rest && { purpose: rest }) };
}

function user(text: string): Cells | undefined {
  const { name, rest } = nameAndRest(text);
  if (name.length > 60) return undefined;
  const people =
    /\b(?:about|around|some|up to)?\s*(\d[\d.,]*\s*(?:k|million|thousand)?)\s*(?:of them|people|users|persons)\b/i.exec(
      rest,
    )?.[1];
  return { name: shortName(name), ...(rest && { does: rest }), ...(people && { people: people.trim() }) };
}
