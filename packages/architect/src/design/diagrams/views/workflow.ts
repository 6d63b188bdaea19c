import type { ServiceModel } from "@lintel/runtime/tools";
import type { Architecture } from "../../architecture.js";
import type { Workflow } from "../../cut/index.js";
import { wordsOf } from "../../language/index.js";
import type { Sequence, SequenceStep } from "../diagram.js";
import { afterwards } from "./afterwards.js";
import { decided, fromNote, isCutIntoServices } from "./decided.js";
import { failures } from "./failures.js";
import { serviceId } from "./ids.js";
import { beginningOf } from "./operation-of.js";
import { type Way, wayOf } from "./way.js";

type Participant = Sequence["participants"][number];

/** What happens when a feature is used: who calls what, what is checked, the transaction, what is told afterwards, and what happens when it fails. */
export function workflowSequence(workflow: Workflow, architecture: Architecture): Sequence {
  const { feature } = workflow;
  const { model, needs } = architecture;
  const begins = beginningOf(workflow, model);
  const owner = begins?.service.name ?? workflow.owner;
  const way = wayOf(begins, feature.name);
  const person: Participant = { id: "person", kind: "person", title: actorOf(workflow, architecture) };
  const others = workflow.services.filter((name) => name !== owner);
  const systems = needs.systems.filter(({ name }) => workflow.systems.includes(name));
  const later = afterwards({ workflow, owner, others, systems, begins, architecture });
  const participants: readonly Participant[] = [
    person,
    ...[owner, ...others].map((name) => ({ id: serviceId(name), kind: "service" as const, title: name })),
    { id: "database", kind: "database", title: "PostgreSQL" },
    ...systems.map(({ name }, at) => ({ id: `system ${at}`, kind: "outside" as const, title: name })),
  ];
  return {
    title: feature.name,
    participants,
    steps: [
      { step: "message", from: "person", to: serviceId(owner), kind: "call", text: way.call },
      { step: "note", over: serviceId(owner), text: way.checks },
      ...work(way, owner, others, architecture, workflow),
      { step: "message", from: serviceId(owner), to: "person", kind: "answer", text: way.answer },
      ...later,
      ...failures({ workflow, owner: serviceId(owner), systems, way }),
    ],
    notes: [...consistencyNote(architecture, feature.id), ...fromNote([feature.id])],
  };
}

/** What the owner does before it answers. */
function work(
  way: Way,
  owner: string,
  others: readonly string[],
  architecture: Architecture,
  { feature }: Workflow,
): readonly SequenceStep[] {
  const at = serviceId(owner);
  if (way.isRead)
    return [
      {
        step: "message",
        from: at,
        to: "database",
        kind: "call",
        text: "reads, as a role that sees what this caller may see",
      },
      { step: "message", from: "database", to: at, kind: "answer", text: "rows" },
    ];
  const called = calledBy(architecture, owner).filter((name) => others.includes(name));
  const isOne =
    !isCutIntoServices(architecture) && decided(architecture, "consistency", feature.id)?.id !== "saga";
  return [
    {
      step: "message",
      from: at,
      to: "database",
      kind: "call",
      text: "begins a transaction, takes the idempotency key",
    },
    ...called.flatMap((name): readonly SequenceStep[] => [
      {
        step: "message",
        from: at,
        to: serviceId(name),
        kind: "call",
        text: isOne
          ? "calls its command, in the same transaction"
          : "calls its command, a transaction of its own",
      },
      { step: "message", from: serviceId(name), to: at, kind: "answer", text: "done, or a declared error" },
    ]),
    {
      step: "message",
      from: at,
      to: "database",
      kind: "call",
      text:
        way.events.length > 0
          ? `writes rows, and ${way.events} into the log`
          : "writes rows, and their changes into the log",
    },
    { step: "message", from: "database", to: at, kind: "answer", text: "committed, all of it or nothing" },
  ];
}

function calledBy({ model }: Architecture, name: string): readonly string[] {
  const service: ServiceModel | undefined = model.services.find((one) => one.name === name);
  return [...new Set(Object.values(service?.uses ?? {}))];
}

/** The kind of people that the feature's own words name; else the first. */
function actorOf({ feature }: Workflow, { needs }: Architecture): string {
  const said = wordsOf([feature.what, feature.name, ...feature.criteria].join(" "));
  const places = needs.actors.map(({ name }) => {
    const words = wordsOf(name);
    const at = said.findIndex((_, start) => words.every((word, index) => said[start + index] === word));
    return { name, at: at < 0 || words.length === 0 ? Number.POSITIVE_INFINITY : at };
  });
  const first = places.reduce<{ name: string; at: number } | undefined>(
    (best, one) => (best === undefined || one.at < best.at ? one : best),
    undefined,
  );
  return first?.name ?? "Client";
}

function consistencyNote(architecture: Architecture, feature: string): readonly string[] {
  const option = decided(architecture, "consistency", feature);
  return option ? [`Consistency: ${option.title}.`] : [];
}
