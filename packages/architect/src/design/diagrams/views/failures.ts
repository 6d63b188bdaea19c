import type { Workflow } from "../../cut/index.js";
import type { SystemNeed } from "../../needs/index.js";
import { sayCount } from "../../text/index.js";
import type { SequenceStep } from "../diagram.js";
import type { Way } from "./way.js";

/** Criteria of one feature that are drawn. */
const MOST = 6;

/** What happens when it does not go well: by the criteria of the feature, the errors of its command, and what was said of other systems. */
export function failures({
  workflow,
  owner,
  systems,
  way,
}: {
  readonly workflow: Workflow;
  /** Id of the participant that answers. */
  readonly owner: string;
  readonly systems: readonly SystemNeed[];
  readonly way: Way;
}): readonly SequenceStep[] {
  const unwanted = workflow.feature.criteria.flatMap((criterion) => {
    const found = /^\s*IF\s+(.+?),?\s+THEN\s+(.+)$/is.exec(criterion);
    return found
      ? [{ when: found[1] ?? "", answer: (found[2] ?? "").replace(/^THE SYSTEM SHALL\s+/i, "") }]
      : [];
  });
  const more = unwanted.length - MOST;
  const said = unwanted.map(({ answer }) => answer).join(" ");
  const errors = way.errors.filter((error) => !said.includes(error.split(" ")[1] ?? error));
  return [
    ...unwanted
      .slice(0, MOST)
      .flatMap(({ when, answer }): readonly SequenceStep[] => [
        { step: "when", text: `If ${when}` },
        { step: "message", from: owner, to: "person", kind: "answer", text: answer },
        { step: "end" },
      ]),
    ...(more > 0
      ? [
          {
            step: "note" as const,
            over: owner,
            text: `${sayCount(more, "more case", "more cases")} in the brief`,
          },
        ]
      : []),
    ...(errors.length > 0
      ? block("If its rules refuse it", [
          {
            step: "message",
            from: owner,
            to: "person",
            kind: "answer",
            text: `${errors.join(", ")}; nothing was written`,
          },
        ])
      : []),
    ...systems.flatMap(({ name, whenDown }) =>
      whenDown.trim() === ""
        ? []
        : block(`While ${name} is down`, [{ step: "note", over: owner, text: whenDown }]),
    ),
  ];
}

function block(text: string, steps: readonly SequenceStep[]): readonly SequenceStep[] {
  return [{ step: "when", text }, ...steps, { step: "end" }];
}
