import { z } from "zod";
import { atOdds, type Contradiction, type Given, type Interview, staleOf } from "../../brief/index.js";
import { contradiction, edits, progress, says } from "./shapes.js";
import { showProgress } from "./show-progress.js";

/** What became of an answer. */
export const outcomeShape = z.object({
  says,
  question: z.string(),
  outcome: z.enum(["clear", "vague", "unknown", "invalid"]),
  restated: z.string().optional().describe("What was understood: read it back to the person."),
  missing: z.array(z.string()).optional().describe("What to ask for: the question stays open."),
  problems: z.array(z.object({ at: z.string(), message: z.string() })).optional(),
  contradictions: z.array(contradiction).describe("Those that this answer brought about."),
  changed: z.object({ from: z.string(), to: z.string(), reason: z.string() }).optional(),
  stale: z
    .array(z.string())
    .optional()
    .describe("What was made from the old answer, and is to be made anew."),
  progress,
  edits,
});

type Outcome = z.input<typeof outcomeShape> & { readonly isError: boolean };

/** Tells what was understood of an answer, what it still lacks, and what it is at odds with. */
export function outcomeOf(
  question: string,
  before: Interview,
  { reading, interview }: Given,
  edited: readonly string[],
): Outcome {
  const arisen = arisenIn(before, interview);
  const common = {
    question,
    contradictions: arisen,
    progress: showProgress(interview),
    edits: [...edited],
  };
  switch (reading.outcome) {
    case "clear":
      return {
        says:
          arisen.length === 0
            ? `Understood. Read it back to the person: ${reading.restated}`
            : `Understood: ${reading.restated} It is at odds with another answer: put that to the person, who answers one anew, or lives with both at a terminal.`,
        outcome: "clear",
        restated: reading.restated,
        ...common,
        isError: false,
      };
    case "vague":
      return {
        says: "Not clear enough yet: ask the person for what is missing, and answer again with all of it.",
        outcome: "vague",
        missing: [...reading.missing],
        ...common,
        isError: false,
      };
    case "unknown":
      return {
        says: `${interview.answers[question]?.open === "vague" ? "What was said before stays, and is still vague." : "Noted as not known."} Call explain_question, and show its options and its recommendation to the person.`,
        outcome: "unknown",
        ...common,
        isError: false,
      };
    case "invalid":
      return {
        says: "ANSWER_INVALID: it cannot be an answer, and nothing was changed. Mend what the problems name.",
        outcome: "invalid",
        problems: reading.problems.map(({ at, message }) => ({ at, message })),
        ...common,
        isError: true,
      };
  }
}

/** Files and folders that were made from answers that are others now. */
export function stalePaths({ brief }: Interview): string[] {
  return staleOf(brief).map(({ derived }) => derived.path);
}

/** Those that nobody means to live with. */
export function openContradictions({ brief }: Interview): readonly Contradiction[] {
  return atOdds(brief).filter(({ conceded }) => conceded === undefined);
}

export function showContradiction({ code, questions, says, ways }: Contradiction) {
  return { code, questions: [...questions], says, ways: [...ways] };
}

function arisenIn(before: Interview, after: Interview) {
  const known = new Set(openContradictions(before).map(({ code, says }) => `${code} ${says}`));
  return openContradictions(after)
    .filter(({ code, says }) => !known.has(`${code} ${says}`))
    .map(showContradiction);
}
