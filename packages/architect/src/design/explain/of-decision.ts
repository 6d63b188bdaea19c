import type { Decision } from "../decisions/index.js";
import { type DecisionRecord, keyOf, pathOf } from "../records/index.js";
import { decisionsAfter, documentsNaming, grouped } from "./dependents.js";
import type { Explanation, Ground } from "./explanation.js";
import { sourcesOf } from "./sources.js";

/** Of a decision by its key: `consistency REQ-FEAT-PLACE-ORDER`. */
export function ofDecision(ground: Ground, key: string): Omit<Explanation, "subject" | "also"> {
  const { decisions = [], records = [] } = ground;
  const decision = decisions.find((one) => keyOf(one) === key);
  const ofKey = records.filter((one) => keyOf(one.decision) === key);
  const told = decision ?? ofKey.at(-1)?.decision;
  if (!told) throw new RangeError(`There is no decision ${JSON.stringify(key)}.`);
  const {
    title,
    question,
    options,
    chosen,
    calculated,
    because,
    wouldChange,
    consequences,
    missing,
    override,
  } = told;
  const titleOf = (id: string) => options.find((one) => one.id === id)?.title ?? id;
  const from = because.flatMap((reason) => reason.from);
  return {
    says: [
      `${question} ${title}.`,
      ...(decision ? [] : ["It holds no more: what it decided on is not there any more."]),
      ...options.map(
        ({ id, title: named, score, ruledOut }) =>
          `${id === chosen ? "Chosen" : "Not chosen"}: ${named} (${id}), ${ruledOut ? `ruled out: ${ruledOut.says}` : `${Math.round(score)} of 100.`}`,
      ),
      ...(calculated === chosen ? [] : [`The figures alone come to "${titleOf(calculated)}".`]),
      ...consequences,
      ...missing.map((one) => `Provisional: it rests on ${one}, which has no clear answer.`),
    ],
    origins: [
      ...(override
        ? [
            {
              says: override.byBrief
                ? `The brief says so: ${override.reason}`
                : `A person decided so: ${override.reason}`,
              requirements: [],
            },
          ]
        : []),
      ...because.map(({ says, from: of }) => ({ says, requirements: [...of] })),
      ...sourcesOf(ground, from),
      ...ofKey.map(recordLine),
    ],
    dependents: grouped([
      ["decisions", [...apart(decisions, told), ...decisionsAfter(ground, told)]],
      [
        "documents",
        documentsNaming(
          ground,
          ofKey.map(pathOf).map((path) => path.split("/").at(-1) ?? path),
        ),
      ],
    ]),
    changes: [
      ...wouldChange.map(({ says, from: of }) => ({ says, from: [...of] })),
      {
        says: "A person's word against the calculation, with a reason.",
        from: [],
        command: "lintel design override --help",
      },
    ],
  };
}

function recordLine({ number, status, date, supersededBy, supersedes, history, ...record }: DecisionRecord) {
  const said = history.map((event) => ` ${event.date}: ${event.says}`).join("");
  const link =
    (supersededBy === undefined ? "" : ` Superseded by adr ${supersededBy}.`) +
    (supersedes === undefined ? "" : ` Supersedes adr ${supersedes}.`);
  return {
    says: `Record ${number}, ${status}, of ${date}: docs/architecture/${pathOf({ number, ...record })}.${link}${said}`,
    requirements: [],
  };
}

/** The same question for a part of the system, where it comes out otherwise. */
function apart(decisions: readonly Decision[], { id, subject }: Decision) {
  return decisions
    .filter((one) => one.id === id && one.subject !== subject)
    .map((one) => ({ id: keyOf(one), says: `${one.title}, for ${one.subject ?? "all else"}.` }));
}
