import { accessWords } from "@lintel/runtime/tools";
import { answersOf, blueprintChange } from "./changes.js";
import { dependentsOn, documentsNaming, grouped, merged } from "./dependents.js";
import type { Explanation, Ground } from "./explanation.js";
import { isSameName } from "./plain.js";
import { sourcesOf } from "./sources.js";

/** Of a command or a query. */
export function ofOperation(ground: Ground, id: string): Omit<Explanation, "subject" | "also"> {
  const found = ground.model?.services
    .flatMap(({ commands, queries }) => [...commands, ...queries])
    .find((one) => `${one.service}.${one.name}` === id);
  if (!found) throw new RangeError(`There is no operation ${JSON.stringify(id)}.`);
  const workflow = ground.cut?.workflows.find(({ feature }) => isSameName(feature.name, found.name));
  const requirements = workflow ? [workflow.feature.id] : [];
  const place = ground.placeOf?.(found.origin);
  return {
    says: [
      ...(found.description ? [found.description] : []),
      `${found.kind === "command" ? "POST" : "GET"} ${found.path}, for ${accessWords(found.rule)}.${place ? ` It stands at ${place}.` : ""}`,
      ...(workflow?.feature.criteria ?? []),
    ],
    origins: workflow
      ? sourcesOf(ground, requirements)
      : [{ says: "No feature of the brief is called so: the blueprint alone has it.", requirements: [] }],
    dependents: merged([
      ...grouped([["documents", documentsNaming(ground, [found.name, found.path])]]),
      ...dependentsOn(ground, requirements).filter(
        ({ kind }) => kind !== "documents" && kind !== "operations",
      ),
    ]),
    changes: [...answersOf(ground, requirements), ...blueprintChange],
  };
}
