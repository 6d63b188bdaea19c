import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  acceptRecommendation,
  answer,
  type Brief,
  concede,
  confirm,
  digestOf,
  emptyBrief,
  gapsOf,
  type Interview,
  interviewOf,
  keptAnswers,
  openBrief,
  requirementsOf,
  saveBrief,
  skip,
  standingOf,
} from "../../brief/index.js";
import { featureQuestions, projectQuestions } from "../../brief/questions/index.js";
import { answeredAt, before, keptInterviews, takenFrom } from "./fixture.js";

/** Something that a person does on the way to the last answers. */
type Step =
  | { readonly does: "answer" | "skip" | "recommend"; readonly question: string }
  | { readonly does: "say"; readonly question: string; readonly text: string }
  | { readonly does: "restart" };

const at = { at: answeredAt, reason: "Thought better of it." };

function stepped(
  interview: Interview,
  step: Step,
  last: { readonly [question: string]: unknown },
): Interview {
  switch (step.does) {
    case "answer":
      return answer(interview, step.question, last[step.question], at).interview;
    case "say":
      return answer(interview, step.question, step.text, at).interview;
    case "skip":
      return skip(interview, step.question);
    case "recommend":
      return acceptRecommendation(interview, step.question, answeredAt)?.interview ?? interview;
    case "restart":
      return interviewOf(reopened(interview.brief), interview.amendment);
  }
}

/** As it is when another process goes on with it. */
function reopened(brief: Brief): Brief {
  const folder = mkdtempSync(join(tmpdir(), "lintel-any-order-"));
  saveBrief(folder, brief);
  const stored = openBrief(folder);
  if (stored.state !== "there") throw new TypeError(stored.state);
  return stored.brief;
}

describe.each(keptInterviews)("the interview $name", (kept) => {
  const bank = kept.addsTo ? featureQuestions : projectQuestions;
  const ids = bank.map(({ id }) => id);
  const anyDetour: fc.Arbitrary<Step> = fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...ids).map((question): Step => ({ does: "skip", question })) },
    {
      weight: 4,
      arbitrary: fc.constantFrom(...ids).map((question): Step => ({ does: "recommend", question })),
    },
    {
      weight: 8,
      arbitrary: fc
        .constantFrom(...bank)
        .map(({ id, example }): Step => ({ does: "say", question: id, text: example })),
    },
    {
      weight: 4,
      arbitrary: fc
        .tuple(fc.constantFrom(...ids), fc.constantFrom("I don't know", "fast", "", "|"))
        .map(([question, text]): Step => ({ does: "say", question, text })),
    },
    { weight: 1, arbitrary: fc.constant<Step>({ does: "restart" }) },
  );

  it("ends in the same brief, whatever was answered, put off, changed and taken up again on the way", async () => {
    const { interview: straight, file } = await takenFrom(kept);
    const last: { [question: string]: unknown } = {};
    for (const { id } of straight.questions) last[id] = straight.answers[id]?.value;
    const first = await before(kept, file.name);
    fc.assert(
      fc.property(
        fc.array(anyDetour, { maxLength: 40 }),
        fc.shuffledSubarray(Object.keys(last), { minLength: Object.keys(last).length }),
        fc.array(fc.nat({ max: 100 }), { minLength: 40, maxLength: 40 }),
        (detours, order, places) => {
          const steps: Step[] = order.map((question) => ({ does: "answer", question }));
          for (const [index, detour] of detours.entries())
            steps.splice((places[index] ?? 0) % (steps.length + 1), 0, detour);
          let interview = first;
          for (const step of steps) interview = stepped(interview, step, last);
          // Whoever changed their mind after the last answer gives it once more; what was put off, or said in vain, has lost nothing.
          for (const question of order) {
            const now = interview.answers[question]?.value;
            if (now !== undefined && JSON.stringify(now) !== JSON.stringify(last[question]))
              interview = stepped(interview, { does: "answer", question }, last);
          }
          for (const { contradiction, reason } of file.concessions)
            interview = concede(interview, contradiction, reason);
          const values = (brief: Brief) =>
            Object.fromEntries(
              Object.entries(keptAnswers(brief, kept.addsTo?.feature)).map(([id, { value }]) => [id, value]),
            );
          expect(values(interview.brief)).toEqual(values(straight.brief));
          expect(requirementsOf(interview.brief)).toEqual(requirementsOf(straight.brief));
          expect(gapsOf(interview.brief)).toEqual([]);
        },
      ),
      { numRuns: 8 },
    );
  });

  it("has the same digest when the same answers come in another order", async () => {
    const { interview: straight, file } = await takenFrom(kept);
    const first = await before(kept, file.name);
    const given = Object.entries(straight.answers).map(([id, { value }]) => [id, value] as const);
    const from = (order: typeof given) => {
      let interview = first;
      for (const [id, value] of order) interview = answer(interview, id, value, at).interview;
      return digestOf(interview.brief);
    };
    const digest = from(given);
    fc.assert(
      fc.property(fc.shuffledSubarray([...given], { minLength: given.length }), (order) => {
        expect(from(order)).toBe(digest);
      }),
      { numRuns: 8 },
    );
  });

  it("cannot be confirmed on any way as long as a question is open", async () => {
    const { interview: straight, file } = await takenFrom(kept);
    const last: { [question: string]: unknown } = {};
    for (const { id } of straight.questions) last[id] = straight.answers[id]?.value;
    const first = await before(kept, file.name);
    const anyStep = fc.oneof(anyDetour, {
      weight: 30,
      arbitrary: fc
        .constantFrom(...Object.keys(last))
        .map((question): Step => ({ does: "answer", question })),
    });
    fc.assert(
      fc.property(fc.array(anyStep, { maxLength: 60 }), (steps) => {
        let interview = first;
        for (const step of steps) {
          if (step.does === "restart") continue;
          interview = stepped(interview, step, last);
        }
        const someone = { name: "somebody", at: answeredAt };
        if (interview.open.length > 0) {
          expect(() => confirm(interview.brief, someone)).toThrow(RangeError);
          expect(standingOf(interview.brief).state).toBe("incomplete");
        }
      }),
      { numRuns: 8 },
    );
  });
});

it("begins with nothing that could be confirmed", () => {
  expect(() => confirm(emptyBrief("nothing"), { name: "somebody", at: answeredAt })).toThrow(RangeError);
});
