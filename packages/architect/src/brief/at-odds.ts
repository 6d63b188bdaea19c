import type { Brief } from "./brief.js";
import { amendmentContradictionsOf, type Contradiction, contradictionsOf } from "./contradictions/index.js";
import { interviewOf } from "./interview/interview.js";

/** A contradiction in a brief, and whether a person means to live with it. */
export interface AtOdds extends Contradiction {
  /** Why it is left as it is: the concession for it. */
  readonly conceded: string | undefined;
}

/**
 * All that is at odds in a brief and in its amendments, conceded or not. Codes and questions of an amendment have its name in front, so that each
 * is conceded by itself: `refunds/feature-above-peak`.
 */
export function atOdds(brief: Brief): readonly AtOdds[] {
  const ofAmendments = Object.keys(brief.amendments).flatMap((name) =>
    amendmentContradictionsOf(interviewOf(brief, name).facts).map((found) => ({
      ...found,
      code: `${name}/${found.code}`,
      questions: found.questions.map((question) =>
        question.startsWith("feature.") ? `${name}/${question}` : question,
      ),
    })),
  );
  return [...contradictionsOf(interviewOf(brief).facts), ...ofAmendments].map((found) => {
    const reason = brief.concessions[found.code]?.trim();
    return { ...found, conceded: reason === "" ? undefined : reason };
  });
}
