import { z } from "zod";
import { gapsOf, requirementsOf, standingOf, summarise } from "../../brief/index.js";
import { openInterview } from "./conversation.js";
import { says } from "./shapes.js";
import { defineTool } from "./tool.js";

export const briefSummary = defineTool({
  name: "brief_summary",
  title: "Summary of the brief",
  description:
    "What is put to a person before they confirm the brief, and the requirements that follow from it. There is no tool to confirm: a person runs `lintel brief confirm` at a terminal.",
  kind: "reads",
  input: z.strictObject({}),
  output: z.object({
    says,
    state: z.enum(["incomplete", "unconfirmed", "changed", "confirmed"]),
    summary: z.string(),
    open: z.int().describe("How much still stands between the brief and its confirmation."),
    requirements: z.array(z.object({ id: z.string(), priority: z.string(), statement: z.string() })),
    confirm: z.string().describe("What a person types at a terminal. It cannot be done for them."),
  }),
  async run(_, project) {
    const { interview } = openInterview(project);
    const { brief } = interview;
    const { state } = standingOf(brief);
    const open = gapsOf(brief).length;
    return {
      says: sentences[state],
      state,
      summary: summarise(brief),
      open,
      requirements: requirementsOf(brief).map(({ id, priority, statement }) => ({ id, priority, statement })),
      confirm: "lintel brief confirm",
    };
  },
});

const askThem =
  "Show the summary to the person, and ask them to run `lintel brief confirm` at a terminal. You cannot do it for them.";

const sentences = {
  incomplete: "This is the brief so far. It cannot be confirmed while something is open: see brief_status.",
  unconfirmed: `Complete. ${askThem}`,
  changed: `It was confirmed when it said something else. ${askThem}`,
  confirmed: "This is what was confirmed. It may be built.",
} as const;
