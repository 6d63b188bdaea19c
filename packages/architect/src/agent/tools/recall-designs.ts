import { z } from "zod";
import { comparedLine, recollectionLine } from "../../memory/index.js";
import { recallNearest } from "../../memory/store/index.js";
import { readKnown } from "./read-known.js";
import { says } from "./shapes.js";
import { defineTool } from "./tool.js";

export const recallDesigns = defineTool({
  name: "recall_designs",
  title: "Recall earlier designs",
  description:
    "The earlier designs that are nearest to this one, with the facts that make them so, what was decided otherwise there, what people noted and what was measured. They decide nothing: show them to the person.",
  kind: "reads",
  input: z.strictObject({ count: z.int().min(1).max(20).default(3).describe("How many at most.") }),
  output: z.object({
    says,
    found: z.int(),
    nearest: z.array(
      z.object({
        line: z.string(),
        distance: z.number().describe("0 is the same in every fact, 1 as far as can be."),
        isOwn: z.boolean().describe("Of this project, from before."),
        alike: z.array(z.string()),
        differs: z.array(z.string()),
        decidedOtherwise: z.array(z.object({ decision: z.string(), there: z.string(), here: z.string() })),
        notes: z.array(z.object({ went: z.string(), says: z.string(), decision: z.string().optional() })),
      }),
    ),
    notes: z.array(z.string()).describe("What could not be read, and was left alone."),
  }),
  async run({ count }, project) {
    const { needs, decisions = [] } = (await readKnown(project)).ground;
    const { recollections, notes } = recallNearest(project.directory, { needs, decisions });
    return {
      says:
        recollections.length === 0
          ? "No earlier design is near this one. Those of other projects are looked at only where the person chose so: lintel recall --share on"
          : "Nothing is decided by these. Show them to the person.",
      found: recollections.length,
      nearest: recollections.slice(0, count).map((one) => ({
        line: recollectionLine(one),
        distance: one.distance,
        isOwn: one.isOwn,
        alike: one.near.map(comparedLine),
        differs: one.far.map(comparedLine),
        decidedOtherwise: one.decisions
          .filter(({ there, here }) => there !== here)
          .map(({ decision, there, here }) => ({ decision, there, here })),
        notes: one.notes.map(({ went, says: text, decision }) => ({
          went,
          says: text,
          ...(decision !== undefined && { decision }),
        })),
      })),
      notes: [...notes],
    };
  },
});
