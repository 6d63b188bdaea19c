import { interviewOf } from "../../brief/index.js";
import { projectQuestions } from "../../brief/questions/index.js";
import { keyOf } from "../records/index.js";
import type { Ground, Subject, SubjectKind } from "./explanation.js";
import { plain, singularOfPlain } from "./plain.js";

/** Something that can be asked about, with the words by which a person may mean it. */
export interface Named extends Subject {
  /** The name itself: what is typed exactly so means it. */
  readonly exact: readonly string[];
  /** Other names that mean it: a table, the title of a feature, the number of a record. */
  readonly other: readonly string[];
  /** What it is called by people, where things of the blueprint may be called so too: these come first. */
  readonly loose?: readonly string[];
}

/** Everything that can be asked about, in a fixed order. */
export function subjectsOf(ground: Ground): readonly Named[] {
  return [
    ...requirementSubjects(ground),
    ...decisionSubjects(ground),
    ...modelSubjects(ground),
    ...cutSubjects(ground),
    ...documentSubjects(ground),
    ...questionSubjects(ground),
  ];
}

function named(
  kind: SubjectKind,
  id: string,
  title: string,
  exact: readonly string[],
  other: readonly string[] = [],
): Named {
  return { kind, id, title, exact: [id, ...exact], other };
}

/** Features, rules, edge cases and systems can be meant by their names too. */
function requirementSubjects({ requirements, needs }: Ground): readonly Named[] {
  const names = new Map<string, string>();
  for (const { id, name } of [...needs.features, ...needs.leftOut, ...needs.rules, ...needs.edgeCases])
    names.set(id, name);
  return requirements.map(({ id, statement }) => {
    const name = names.get(id);
    return {
      ...named("requirement", id, name ?? statement, []),
      ...(name !== undefined && { loose: [name] }),
    };
  });
}

function decisionSubjects({ decisions = [], records = [] }: Ground): readonly Named[] {
  return decisions.map((decision) => {
    const key = keyOf(decision);
    const record = records.find((one) => one.status === "accepted" && keyOf(one.decision) === key);
    const numbers = records
      .filter((one) => keyOf(one.decision) === key)
      .flatMap(({ number }) => numbersOf(number));
    return named(
      "decision",
      key,
      decision.title,
      [],
      [
        ...numbers,
        ...(record ? [record.slug] : []),
        ...(decision.subject === undefined ? [] : [decision.id]),
      ],
    );
  });
}

function numbersOf(number: number): readonly string[] {
  return [`adr ${number}`, `adr ${String(number).padStart(4, "0")}`];
}

function modelSubjects({ model }: Ground): readonly Named[] {
  if (!model) return [];
  return model.services.flatMap((service) => {
    const own = (
      kind: SubjectKind,
      { name, description }: { name: string; description?: string | undefined },
      other: readonly string[] = [],
    ) => named(kind, `${service.name}.${name}`, description ?? `${name} of ${service.name}`, [name], other);
    return [
      named("service", service.name, service.description ?? service.name, []),
      ...service.entities.map((entity) =>
        own("entity", entity, [entity.table, `${service.schema}.${entity.table}`, entity.path, entity.title]),
      ),
      ...service.commands.map((command) => own("command", command, [command.path])),
      ...service.queries.map((query) => own("query", query, [query.path])),
      ...service.events.map((event) => own("event", event, [event.type])),
      ...service.consumers.map((consumer) => own("consumer", consumer)),
    ];
  });
}

/** Services and entities that the design means to be there, and no blueprint has. */
function cutSubjects({ cut, model, needs }: Ground): readonly Named[] {
  const has = new Set(
    (model?.services ?? []).flatMap(({ name, entities }) => [
      plain(name),
      ...entities.flatMap((entity) => [
        plain(entity.name),
        plain(entity.table),
        singularOfPlain(plain(entity.table)),
      ]),
    ]),
  );
  const services = (cut?.services ?? []).filter(({ name }) => !has.has(plain(name)));
  const entities = needs.entities.filter(
    ({ name }) => !has.has(plain(name)) && !has.has(singularOfPlain(plain(name))),
  );
  return [
    ...services.map(({ name, does }) => named("service", name, does, [])),
    ...entities.map(({ name, holds }) => named("entity", name, holds, [])),
  ];
}

function documentSubjects({ documents = [] }: Ground): readonly Named[] {
  return documents.map(({ path, text }) => {
    const title = /^# (.+)$/m.exec(text)?.[1] ?? path;
    const bare = path.replace(/\.[a-z]+$/, "");
    return named("document", path, title, [`docs/architecture/${path}`], [bare]);
  });
}

/** Questions that are asked, of the project and of each amendment; and those of the bank that are not. */
function questionSubjects({ brief }: Ground): readonly Named[] {
  return [
    ...projectQuestions.map(({ id, text }) => named("question", id, text, [])),
    ...Object.keys(brief.amendments)
      .sort()
      .flatMap((amendment) =>
        interviewOf(brief, amendment).questions.map(({ id, text }) =>
          named("question", `${amendment}/${id}`, text, []),
        ),
      ),
  ];
}
