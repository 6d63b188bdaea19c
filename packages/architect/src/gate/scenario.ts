/** What tests of the gate and of the command line share: briefs of the real bank that are complete, whatever it comes to ask. */
import {
  answer,
  atOdds,
  type Brief,
  concede,
  confirm,
  emptyBrief,
  type Interview,
  interviewOf,
} from "../brief/index.js";

const at = "2026-11-30T08:00:00Z";

/** A brief in which every question is answered as its example says, or otherwise where told, and what is at odds by that is conceded. */
export function completeBrief(
  name = "Example",
  otherwise: { readonly [question: string]: string } = {},
): Brief {
  let interview = interviewOf(emptyBrief(name));
  for (let next = interview.open[0]; next; next = interview.open[0]) {
    interview = answered(interview, next.id, otherwise[next.id] ?? next.example);
  }
  for (const { code } of atOdds(interview.brief)) interview = concede(interview, code, "An example.");
  return interview.brief;
}

/** Without the answers to these questions. */
export function without(brief: Brief, ...questions: readonly string[]): Brief {
  const kept = Object.entries(brief.answers).filter(([id]) => !questions.includes(id));
  return { ...brief, answers: Object.fromEntries(kept) };
}

/** As the person at the terminal confirmed it. */
export function confirmed(brief: Brief): Brief {
  return confirm(brief, { name: "A person", at });
}

/** Another answer to one question, as `lintel brief change` takes it. */
export function changed(brief: Brief, id: string, to: string): Brief {
  return answered(interviewOf(brief), id, to, "It is another by now.").brief;
}

function answered(interview: Interview, id: string, given: string, reason?: string): Interview {
  const made = answer(interview, id, given, { at: "2026-11-30T09:00:00Z", reason });
  if (made.reading.outcome === "clear") return made.interview;
  throw new Error(`"${given}" does not answer ${id}: ${JSON.stringify(made.reading)}`);
}
