import { featureQuestions, projectQuestions } from "../../brief/questions/index.js";
import { answerAnew } from "./changes.js";
import { dependentsOn, turningPoints } from "./dependents.js";
import type { Explanation, Ground } from "./explanation.js";
import { askedQuestion, isAsked, questionKey, sourcesOf } from "./sources.js";

type Told = Omit<Explanation, "subject" | "also">;

/** Of a requirement by its id. */
export function ofRequirement(ground: Ground, id: string): Told {
  const requirement = ground.requirements.find((one) => one.id === id);
  if (!requirement) throw new RangeError(`There is no requirement ${JSON.stringify(id)}.`);
  const { statement, priority, criteria, amendment } = requirement;
  return {
    says: [
      statement,
      `Priority ${priority}.`,
      ...criteria.map((criterion, at) => `${id}/${at + 1}: ${criterion}`),
      ...(amendment === undefined
        ? []
        : [`Of the amendment "${ground.brief.amendments[amendment]?.title ?? amendment}".`]),
    ],
    origins: sourcesOf(ground, [id]),
    dependents: dependentsOn(ground, [id]),
    changes: [answerAnew(questionKey(requirement), [id]), ...turningPoints(ground, [id])],
  };
}

/** Of a question, as `lintel brief change` takes it. */
export function ofQuestion(ground: Ground, key: string): Told {
  const { brief, requirements } = ground;
  const id = key.split("/").at(-1) ?? key;
  const question = (key.includes("/") ? featureQuestions : projectQuestions).find((one) => one.id === id);
  const asked = askedQuestion(brief, key);
  const of = requirements.filter((one) => questionKey(one) === key).map((one) => one.id);
  const dependents = dependentsOn(ground, of);
  const isOfProject = isAsked(brief, key);
  return {
    says: [
      asked.text,
      ...(question ? [question.reason, `What follows from it: ${question.follows}`] : []),
      ...(isOfProject ? [] : ["This project is not asked it, after its other answers."]),
    ],
    origins: [
      {
        says: asked.said === undefined ? "It has no answer." : "It was answered.",
        requirements: of,
        question: asked,
      },
    ],
    dependents:
      of.length === 0
        ? dependents
        : [
            { kind: "requirements", items: of.map((one) => ({ id: one, says: statementOf(ground, one) })) },
            ...dependents,
          ],
    changes: [...(isOfProject ? [answerAnew(key, of)] : []), ...turningPoints(ground, of)],
  };
}

export function statementOf({ requirements }: Ground, id: string): string {
  return requirements.find((one) => one.id === id)?.statement ?? id;
}
