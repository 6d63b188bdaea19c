import type { Architecture } from "../../architecture.js";
import type { Workflow } from "../../cut/index.js";
import { wordsOf } from "../../language/index.js";
import { sayList } from "../../text/index.js";
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
  const others = [
    ...new Set([...workflow.services, ...way.calls.commands.map(({ service }) => service)]),
  ].filter((name) => name !== owner);
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
      ...work(way, owner, others, architecture),
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
): readonly SequenceStep[] {
  const at = serviceId(owner);
  const ask = (to: string, text: string): SequenceStep => ({
    step: "message",
    from: at,
    to,
    kind: "call",
    text,
  });
  const tell = (from: string, text: string): SequenceStep => ({
    step: "message",
    from,
    to: at,
    kind: "answer",
    text,
  });
  if (way.isRead)
    return [ask("database", "reads, as a role that sees what this caller may see"), tell("database", "rows")];
  const { commands, events } = way.calls;
  const known = new Set(commands.map(({ service }) => service));
  const used = new Set(
    Object.values(architecture.model.services.find(({ name }) => name === owner)?.uses ?? {}),
  );
  const also = others.filter((name) => used.has(name) && !known.has(name));
  const how = isCutIntoServices(architecture) ? "a transaction of its own" : "in the same transaction";
  return [
    ask("database", "begins a transaction, takes the idempotency key"),
    ...[
      ...commands.map(({ service, command }) => ({ service, text: `${command}, ${how}` })),
      ...also.map((service) => ({ service, text: `calls its commands, ${how}` })),
    ].flatMap(({ service, text }) => [
      ask(serviceId(service), text),
      tell(serviceId(service), "done, or a declared error"),
    ]),
    ask("database", `writes rows, and ${events.length > 0 ? sayList(events) : "their changes"} into the log`),
    tell("database", "committed, all of it or nothing"),
  ];
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
