import { z } from "zod";
import { expressions, type Pattern, patternGroups, patterns, searchPatterns } from "../../memory/index.js";
import { says } from "./shapes.js";
import { defineTool } from "./tool.js";

const groups = Object.keys(patternGroups) as [keyof typeof patternGroups];

export const findPatterns = defineTool({
  name: "find_patterns",
  title: "Look a pattern up",
  description:
    "Patterns of architecture by words: when each fits and when it does not, what it weighs and costs, how Lintel says it (or that it does not yet), and sources. Show the person what does not fit as well as what does.",
  kind: "reads",
  input: z.strictObject({
    question: z.string().max(1_000).optional().describe('What is looked for, in words: "payments twice".'),
    group: z.enum(groups).optional().describe("Only those of one group."),
    count: z.int().min(1).max(100).default(5).describe("How many at most."),
  }),
  output: z.object({
    says,
    found: z.int().describe("How many there are, also beyond `count`."),
    patterns: z.array(
      z.object({
        id: z.string(),
        group: z.enum(groups),
        title: z.string(),
        also: z.array(z.string()),
        is: z.string(),
        fits: z.array(z.string()),
        avoid: z.array(z.string()),
        forces: z.array(z.string()),
        cost: z.array(z.string()),
        lintel: z.object({
          how: z.string().describe("How Lintel says it, or that it does not yet."),
          says: z.string(),
          words: z.array(z.string()),
          commands: z.array(z.string()),
          pages: z.array(z.string()),
        }),
        decisions: z.array(z.object({ decision: z.string(), option: z.string() })),
        sources: z.array(z.string()),
      }),
    ),
  }),
  async run({ question = "", group, count }) {
    const found = searchPatterns(
      group ? patterns.filter((pattern) => pattern.group === group) : patterns,
      question,
    );
    return {
      says:
        found.length === 0
          ? "No pattern speaks of these words. Ask with others, or without a question for all of them."
          : `${found.length} of ${patterns.length} patterns, the nearest first. What does not fit matters as much as what does.`,
      found: found.length,
      patterns: found.slice(0, count).map(show),
    };
  },
});

function show({
  id,
  group,
  title,
  also,
  is,
  fits,
  avoid,
  forces,
  cost,
  lintel,
  decisions,
  sources,
}: Pattern) {
  return {
    id,
    group,
    title,
    also: [...also],
    is,
    fits: [...fits],
    avoid: [...avoid],
    forces: [...forces],
    cost: [...cost],
    lintel: {
      how: expressions[lintel.how],
      says: lintel.says,
      words: [...lintel.words],
      commands: [...lintel.verbs],
      pages: lintel.pages.map((page) => `docs/${page}`),
    },
    decisions: decisions.map(({ decision, option }) => ({ decision, option })),
    sources: sources.map(({ author, title: work, year }) => `${author}, ${work}, ${year}`),
  };
}
