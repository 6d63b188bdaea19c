import type { Block } from "./blocks.js";

/** What a heading announces. */
export type Topic =
  | "problem"
  | "users"
  | "features"
  | "requirements"
  | "criteria"
  | "edge-cases"
  | "entities"
  | "metrics"
  | "integrations"
  | "other";

export interface Section {
  readonly topic: Topic;
  readonly heading: string;
  readonly level: number;
  readonly line: number;
  /** Of features below it, where the heading says so. */
  readonly priority: string | undefined;
  /** What stands below it, up to the next heading. */
  readonly blocks: readonly Block[];
  /** The sections that it stands in, the nearest first. */
  readonly within: readonly Section[];
}

const topics: readonly (readonly [RegExp, Topic])[] = [
  [
    /\b(?:non-?functional|quality attributes|constraints|assumptions|timeline|glossary|architecture|open questions|requirements document|specification)\b/i,
    "other",
  ],
  [
    /^(?:problem|introduction|overview|summary|background|purpose|goals?|vision|objective|context|about)\b/i,
    "problem",
  ],
  [/\b(?:edge cases?|corner cases?|error (?:cases?|handling)|failure modes?)\b/i, "edge-cases"],
  [/\b(?:success criteria|success metrics?|metrics|kpis?|measurable outcomes|key results)\b/i, "metrics"],
  [/\b(?:acceptance (?:criteria|scenarios?)|scenarios)$/i, "criteria"],
  [/\b(?:entities|entity|data model|domain model)\b/i, "entities"],
  [
    /\b(?:integrations?|external (?:systems?|services?)|third[- ]part(?:y|ies)|dependencies on)\b/i,
    "integrations",
  ],
  [
    /^(?:target )?(?:users?|personas?|actors?|roles|audience|who uses it|stakeholders)(?: and .*)?$/i,
    "users",
  ],
  [/\bfunctional requirements\b/i, "requirements"],
  [
    /\b(?:features?|user stories|user scenarios|must[- ]haves?|should[- ]haves?|could[- ]haves?|nice[- ]to[- ]haves?|out of scope|non-?goals?|not in scope|capabilities|mvp|requirements)\b/i,
    "features",
  ],
];

const priorities: readonly (readonly [RegExp, string])[] = [
  [/\b(?:out of scope|non-?goals?|not in scope|won'?t have)\b/i, "P3"],
  [/\b(?:must[- ]haves?|mvp|essential|first release)\b/i, "P0"],
  [/\bshould[- ]haves?\b/i, "P1"],
  [/\b(?:could[- ]haves?|nice[- ]to[- ]haves?|later|future)\b/i, "P2"],
];

/** The priority that a phrase says: "P1" or "must have". */
export function priorityIn(text: string): string | undefined {
  const named = /\b(P[0-3])\b/i.exec(text)?.[1]?.toUpperCase();
  return named ?? priorities.find(([pattern]) => pattern.test(text))?.[1];
}

/** Sections by their headings. What stands before the first is a section of its own. */
export function sectionsOf(blocks: readonly Block[]): readonly Section[] {
  const sections: Section[] = [];
  let open: readonly Section[] = [];
  let at: { heading: Block | undefined; blocks: Block[] } = { heading: undefined, blocks: [] };
  const close = () => {
    const heading = at.heading?.text ?? "";
    const level = at.heading?.level ?? 0;
    const within = open.filter((one) => one.level < level);
    const own = topics.find(([pattern]) => pattern.test(bare(heading)))?.[1];
    const section: Section = {
      topic: isStory(heading) ? "features" : (own ?? within[0]?.topic ?? "other"),
      heading,
      level,
      line: at.heading?.line ?? 1,
      priority: priorityIn(heading) ?? within.find(({ priority }) => priority)?.priority,
      blocks: at.blocks,
      within,
    };
    sections.push(section);
    open = [section, ...within];
  };
  for (const block of blocks) {
    if (block.kind !== "heading") {
      at.blocks.push(block);
      continue;
    }
    if (at.heading || at.blocks.length > 0) close();
    at = { heading: block, blocks: [] };
  }
  close();
  return sections;
}

/** Whether a heading begins one story or requirement of its own. */
export function isStory(heading: string): boolean {
  return /^(?:user )?(?:story|requirement|feature|epic)\s+\d+\b/i.test(heading);
}

/** Without a number before it and a remark behind it. */
export function bare(heading: string): string {
  return heading
    .replace(/^[\d.)\s]+/, "")
    .replace(/\s*\((?:mandatory|optional)[^)]*\)|\*[^*]*\*/gi, "")
    .trim();
}
