import type { Architecture } from "../../architecture.js";
import type { Workflow } from "../../cut/index.js";
import type { SystemNeed } from "../../needs/index.js";
import type { SequenceStep } from "../diagram.js";
import { decided } from "./decided.js";
import { serviceId } from "./ids.js";
import type { Begins } from "./operation-of.js";

/** What follows once the answer is given: services that follow the log, and other systems that are told. */
export function afterwards({
  workflow,
  owner,
  others,
  systems,
  begins,
  architecture,
}: {
  readonly workflow: Workflow;
  readonly owner: string;
  /** Services that take part beside the owner. */
  readonly others: readonly string[];
  readonly systems: readonly SystemNeed[];
  readonly begins: Begins | undefined;
  readonly architecture: Architecture;
}): readonly SequenceStep[] {
  const { model } = architecture;
  const called = new Set(Object.values(model.services.find(({ name }) => name === owner)?.uses ?? {}));
  const isRead = begins?.by === "entity" ? begins.isRead : begins?.operation.kind === "query";
  const isSaga = decided(architecture, "consistency", workflow.feature.id)?.id === "saga";
  return [
    ...(isRead ? [] : others.filter((name) => !called.has(name))).flatMap((name): readonly SequenceStep[] => [
      {
        step: "message",
        from: serviceId(owner),
        to: serviceId(name),
        kind: "event",
        text: "what happened, from the log, in order",
      },
    ]),
    ...systems.flatMap(({ direction }, at): readonly SequenceStep[] => {
      const id = `system ${at}`;
      if (direction === "in")
        return [
          { step: "message", from: id, to: serviceId(owner), kind: "call", text: "tells what it knows" },
        ];
      return [
        {
          step: "message",
          from: serviceId(owner),
          to: id,
          kind: isSaga ? "call" : "event",
          text: isSaga
            ? "is asked, and its answer decides how it goes on"
            : "is told after the commit, again until it took it",
        },
        ...(direction === "both"
          ? [
              {
                step: "message",
                from: id,
                to: serviceId(owner),
                kind: "event",
                text: isSaga ? "answers" : "answers, by a call of its own",
              } as const,
            ]
          : []),
      ];
    }),
  ];
}
