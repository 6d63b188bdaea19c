import { type Block, plain } from "./blocks.js";
import type { FoundRow, Origin, Unsure } from "./draft.js";
import { criterionIn, isGap, nameAndRest, shortName, storyIn, withoutLabel } from "./phrases.js";
import { bare, isStory, priorityIn, type Section } from "./sections.js";

/** Features as they are gathered: each with its criteria. */
export interface FeatureNotes {
  readonly rows: readonly FoundRow[];
  readonly unsure: readonly Unsure[];
}

interface Feature {
  name: string;
  what: string | undefined;
  priority: string | undefined;
  readonly criteria: string[];
  readonly from: Origin[];
}

/** Priorities of stories as another tool counts them: its P1 is what must be there. */
export type PriorityOf = (said: string | undefined) => string | undefined;

/** Features of the sections that speak of them: a story by its heading, others by the items of a list; and what is required whichever it belongs to. */
export function featuresIn(sections: readonly Section[], file: string, priorityOf: PriorityOf): FeatureNotes {
  const features: Feature[] = [];
  const unsure: Unsure[] = [];
  const general: Feature = {
    name: "Functional requirements",
    what: "What the specification requires of the system, whichever feature it belongs to",
    priority: "P0",
    criteria: [],
    from: [],
  };
  const byHeading = new Map<Section, Feature>();
  const begin = (name: string, what: string | undefined, priority: string | undefined, line: number) => {
    const feature: Feature = { name, what, priority, criteria: [], from: [{ file, line }] };
    features.push(feature);
    return feature;
  };
  const ofHeading = (section: Section): Feature | undefined =>
    byHeading.get(section) ??
    section.within.map((one) => byHeading.get(one)).find((one) => one !== undefined);

  for (const section of sections) {
    const isOwn = isStory(section.heading) || isNamedFeature(section);
    if (isOwn) {
      const name = headingName(section);
      const feature = begin(name, undefined, priorityOf(section.priority), section.line);
      byHeading.set(section, feature);
      if (isGap(section.heading))
        unsure.push(left(section.heading, "it is not filled in", file, section.line));
    }
    if (!["features", "requirements", "criteria"].includes(section.topic)) continue;
    const feature = ofHeading(section);
    let current = feature;
    let areCriteria = section.topic === "criteria";
    for (const block of section.blocks) {
      if (block.kind === "row") continue;
      const said = plain(block.text);
      if (/^(?:acceptance (?:criteria|scenarios?)|scenarios|criteria)\s*:?$/i.test(said)) {
        areCriteria = true;
        continue;
      }
      if (/^(?:why this priority|independent test|depends on|notes?)\b/i.test(said)) continue;
      if (isGap(block.text)) {
        unsure.push(left(said, "it is not filled in, or marked as unclear", file, block.line));
        continue;
      }
      const story = storyIn(said);
      const { label, text } = withoutLabel(block.text);
      const criterion = story ? undefined : criterionIn(text);
      if (feature && (block.kind === "text" || story)) {
        if (criterion && areCriteria) add(feature, criterion, block, file);
        else if (feature.what === undefined || (story && !storyIn(feature.what))) {
          feature.what = withoutStoryWord(said);
          if (story && /^(?:User story|Requirement|Feature|Story|Epic) \d+$/i.test(feature.name))
            feature.name = shortName(capital(story.wants));
        }
        continue;
      }
      if (criterion) {
        add(current ?? general, criterion, block, file);
        continue;
      }
      if (block.kind !== "item") continue;
      if (areCriteria || label !== undefined || feature || (block.level > 0 && current)) {
        unsure.push(left(said, "it is no criterion that can be tested as it stands", file, block.line));
        continue;
      }
      const { name, rest } = nameAndRest(withoutPriority(block.text));
      const what = story ? withoutStoryWord(said) : rest || name;
      current = begin(
        shortName(story ? capital(story.wants) : name),
        what,
        priorityOf(priorityIn(said) ?? section.priority),
        block.line,
      );
    }
  }
  if (general.criteria.length > 0) features.push(general);
  return { rows: features.map(rowOf), unsure };
}

function add(feature: Feature, criterion: string, block: Block, file: string): void {
  feature.criteria.push(criterion);
  feature.from.push({ file, line: block.line });
}

function rowOf({ name, what, priority, criteria, from }: Feature): FoundRow {
  return {
    question: "scope.features",
    cells: {
      name,
      ...(what && { what }),
      ...(priority && { priority }),
      ...(criteria.length > 0 && { criteria }),
    },
    from,
  };
}

function left(text: string, why: string, file: string, line: number): Unsure {
  return { says: `"${text.length > 100 ? `${text.slice(0, 97)}...` : text}": ${why}`, from: { file, line } };
}

/** A heading below one that speaks of features, and that announces nothing by itself. */
function isNamedFeature({ within, heading, topic }: Section): boolean {
  const [parent] = within;
  const announces =
    /acceptance|criteria|scenario|edge cases?|requirements?$|features?$|stories|scope|haves?$|goals$|testing|success|entities|users?$/i.test(
      bare(heading),
    );
  return (
    topic === "features" &&
    parent?.topic === "features" &&
    !isStory(parent.heading) &&
    !announces &&
    !/^P\d\b/i.test(heading)
  );
}

function headingName({ heading }: Section): string {
  const said = withoutPriority(heading);
  const titled = /^(?:user )?(?:story|requirement|feature|epic)\s+\d+\s*[-–—:.]\s*(.+)$/i.exec(said)?.[1];
  return shortName((titled ?? bare(said)).trim() || said);
}

function withoutPriority(text: string): string {
  return text
    .replace(
      /\s*[([](?:priority:?\s*)?(?:P[0-3]|must[- ]have|should[- ]have|could[- ]have|nice[- ]to[- ]have)[)\]]/gi,
      "",
    )
    .trim();
}

function withoutStoryWord(text: string): string {
  return text.replace(/^user story\s*:\s*/i, "");
}

function capital(text: string): string {
  return text.replace(/^./, (letter) => letter.toUpperCase());
}
