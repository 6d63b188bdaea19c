import { z } from "zod";
import {
  authenticationDecision,
  gapsOf,
  interviewOf,
  openBrief,
  staleOf,
  standingOf,
} from "../../brief/index.js";
import { openContradictions, showContradiction } from "./outcome.js";
import { contradiction, edits, progress, says } from "./shapes.js";
import { showProgress } from "./show-progress.js";
import { defineTool } from "./tool.js";

export const briefStatus = defineTool({
  name: "brief_status",
  title: "How the brief stands",
  description:
    'How far the brief is, by category: what is open, what is at odds, what has become stale, and whether a person confirmed it. Nothing may be built unless `state` is "confirmed". Call it before anything else.',
  kind: "reads",
  input: z.strictObject({}),
  output: z.object({
    says,
    state: z.enum(["missing", "incomplete", "unconfirmed", "changed", "confirmed"]),
    project: z.string().optional(),
    progress: progress.optional(),
    gaps: z.array(z.object({ kind: z.string(), question: z.string(), says: z.string() })),
    contradictions: z.array(contradiction),
    authentication: z
      .object({ verdict: z.enum(["required", "optional", "not-needed"]), because: z.array(z.string()) })
      .optional(),
    amendments: z.array(z.object({ name: z.string(), title: z.string(), answered: z.int(), asked: z.int() })),
    stale: z.array(z.object({ path: z.string(), questions: z.array(z.string()) })),
    confirmation: z.object({ name: z.string(), at: z.string() }).optional(),
    edits,
  }),
  async run(_, project) {
    const stored = openBrief(project.directory);
    if (stored.state === "missing")
      return {
        says: "There is no brief, so nothing may be built. Call start_interview with the project's name.",
        state: "missing" as const,
        gaps: [],
        contradictions: [],
        amendments: [],
        stale: [],
        edits: [],
      };
    const { brief } = stored;
    const interview = interviewOf(brief);
    const standing = standingOf(brief);
    const decision = authenticationDecision(interview.facts);
    return {
      says: sentences[standing.state],
      state: standing.state,
      project: brief.name,
      progress: showProgress(interview),
      gaps: gapsOf(brief).map(({ kind, question, says: gap }) => ({ kind, question, says: gap })),
      contradictions: openContradictions(interview).map(showContradiction),
      ...(decision ? { authentication: { verdict: decision.verdict, because: [...decision.because] } } : {}),
      amendments: Object.entries(brief.amendments).map(([name, { title }]) => {
        const { answered, asked } = interviewOf(brief, name).progress;
        return { name, title, answered, asked };
      }),
      stale: staleOf(brief).map(({ derived, questions }) => ({
        path: derived.path,
        questions: [...questions],
      })),
      ...(brief.confirmation
        ? { confirmation: { name: brief.confirmation.name, at: brief.confirmation.at } }
        : {}),
      edits: [...stored.edits],
    };
  },
});

const sentences = {
  incomplete: "Something is still open, so nothing may be built. Call next_questions, or look at the gaps.",
  unconfirmed:
    "Complete, and nobody has confirmed it, so nothing may be built. Call brief_summary and show it to the person.",
  changed:
    "It says something else than what was confirmed, so nothing may be built. Call brief_summary and show it to the person.",
  confirmed: "Confirmed by a person: it may be built. Tests come first.",
} as const;
