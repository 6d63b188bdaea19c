import { z } from "zod";
import { keyOf } from "../../design/index.js";
import { readKnown } from "./read-known.js";
import { says } from "./shapes.js";
import { defineTool } from "./tool.js";

const reason = z.object({ says: z.string(), from: z.array(z.string()) });

export const designStatus = defineTool({
  name: "design_status",
  title: "What was decided",
  description:
    "Every decision of the design: the question, the option that holds, the facts that decided and what would change it. Before lintel design was run it is what the brief comes to as it stands. A person overrides a decision, with a reason: no tool does.",
  kind: "reads",
  input: z.strictObject({
    decision: z.string().max(100).optional().describe('Only those of one id: "style".'),
  }),
  output: z.object({
    says,
    isDesigned: z.boolean(),
    decisions: z.array(
      z.object({
        id: z.string().describe("As explain takes it."),
        question: z.string(),
        title: z.string(),
        chosen: z.string(),
        calculated: z.string().describe("What the figures alone come to."),
        overridden: z.string().optional().describe("Why the brief or a person says otherwise."),
        options: z.array(z.object({ id: z.string(), title: z.string(), score: z.number() })),
        because: z.array(reason),
        wouldChange: z.array(reason),
        missing: z.array(z.string()).describe("Open questions that it rests on."),
        record: z.string().optional(),
      }),
    ),
  }),
  async run({ decision }, project) {
    const { ground, isDesigned } = await readKnown(project);
    const { decisions = [], records = [] } = ground;
    const wanted = decisions.filter(({ id }) => decision === undefined || id === decision);
    return {
      says: isDesigned
        ? "A person overrides a decision: lintel design override <decision> <option> --reason ..."
        : "Nothing was designed yet. Once a person has confirmed the brief: lintel design",
      isDesigned,
      decisions: wanted.map((one) => {
        const number = records.find(
          ({ status, decision: kept }) => status === "accepted" && keyOf(kept) === keyOf(one),
        )?.number;
        return {
          id: keyOf(one),
          question: one.question,
          title: one.title,
          chosen: one.chosen,
          calculated: one.calculated,
          ...(one.override && { overridden: one.override.reason }),
          options: one.options.map(({ id, title, score }) => ({ id, title, score })),
          because: one.because.map(({ says: text, from }) => ({ says: text, from: [...from] })),
          wouldChange: one.wouldChange.map(({ says: text, from }) => ({ says: text, from: [...from] })),
          missing: [...one.missing],
          ...(number !== undefined && { record: `adr ${number}` }),
        };
      }),
    };
  },
});
