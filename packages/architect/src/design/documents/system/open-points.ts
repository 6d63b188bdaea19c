import type { Architecture } from "../../architecture.js";
import type { Assumption, Known } from "../../needs/index.js";
import { escapeMarkdown, heading, inCode, list, section, withRefs } from "../../text/index.js";
import { asked } from "../asked.js";
import { sentence } from "../decision-lines.js";
import { missingEntities } from "../entities.js";

/** What nobody has said yet, what was taken for granted instead, what is left out, and what the blueprint lacks. */
export function openPoints(architecture: Architecture): string {
  const { needs } = architecture;
  const assumed = assumptionsIn(needs);
  return section(
    heading(2, "What is open"),
    section(
      heading(3, "Questions without an answer"),
      list(openQuestions(architecture).map(([question, rests]) => `${inCode(question)}: ${rests.join(" ")}`)),
    ),
    section(
      heading(3, "Taken for granted"),
      list([
        ...new Set(
          assumed
            .filter(({ missing }) => missing === undefined)
            .map(({ because }) => sentence(escapeMarkdown(because))),
        ),
      ]),
    ),
    section(
      heading(3, "Plan and limits"),
      asked(architecture, ["constraints.plan", "constraints.assumptions", "feature.release"]),
    ),
    section(
      heading(3, "Asked for, and not in the blueprint"),
      list(
        missingEntities(architecture).map(({ name, holds, from }) =>
          withRefs(sentence(`**${escapeMarkdown(name)}** (${escapeMarkdown(holds)})`), from),
        ),
      ),
    ),
    section(
      heading(3, "Left out on purpose"),
      list(
        needs.leftOut.map(({ name, what, id }) =>
          withRefs(sentence(`**${escapeMarkdown(name)}**: ${escapeMarkdown(what)}`), [id]),
        ),
      ),
    ),
  );
}

/** Each open question with what rests on it. */
function openQuestions({
  needs,
  decisions,
}: Architecture): readonly (readonly [string, readonly string[]])[] {
  const found = new Map<string, Set<string>>();
  const add = (question: string, says: string) =>
    found.set(question, (found.get(question) ?? new Set()).add(says));
  for (const { missing, because } of assumptionsIn(needs))
    if (missing !== undefined) add(missing, sentence(escapeMarkdown(because)));
  for (const { missing, title } of decisions)
    for (const question of missing) add(question, `"${escapeMarkdown(title)}" rests on it.`);
  return [...found]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([question, says]) => [question, [...says]]);
}

function assumptionsIn(needs: Architecture["needs"]): readonly Assumption[] {
  const { load, latency, growth, uptime, rpo, rto, team, regulations, authentication, kind } = needs;
  const known: readonly Known<unknown>[] = [
    kind,
    load.concurrent,
    load.usual,
    load.peak,
    load.most,
    latency.read,
    latency.write,
    growth,
    uptime,
    rpo,
    rto,
    team,
    regulations,
    authentication,
  ];
  return known.flatMap(({ assumed }) => (assumed ? [assumed] : []));
}
