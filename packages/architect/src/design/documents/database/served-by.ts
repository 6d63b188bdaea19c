import {
  type EntityModel,
  endpointsOf,
  type FieldModel,
  type IndexDraft,
  offeredComparisons,
  type RuleData,
  type SystemModel,
  sortableFields,
} from "@lintel/runtime/tools";
import { inCode, sayList } from "../../text/index.js";

/** What the primary key leads to, in sentences. */
export function primaryKeyServes(model: SystemModel, entity: EntityModel): string {
  const routes = endpointsOf(model)
    .filter((endpoint) => "entity" in endpoint && endpoint.entity === entity)
    .filter(({ kind }) => kind !== "list" && kind !== "create");
  const one = routes.map(({ method, path }) => inCode(`${method} ${path}`));
  const holders = referencesTo(model, entity);
  return [
    ...(one.length > 0 ? [`${sayList(one)}.`] : []),
    ...(listRoute(model, entity) ? ["A list that names no `sort`."] : []),
    ...(holders.length > 0 ? [`The references of ${sayList(holders)}.`] : []),
    ...(one.length === 0 && holders.length === 0 ? ["Commands that know the id."] : []),
  ].join(" ");
}

/** What an index leads to, in sentences of Markdown: what it holds, and the requests that it makes cheap. */
export function servedBy(model: SystemModel, entity: EntityModel, draft: IndexDraft): readonly string[] {
  const sentences = [
    ...uniqueLine(entity, draft),
    ...listLines(model, entity, draft),
    ...referenceLines(model, entity, draft),
    ...ownerLine(entity, draft),
  ];
  return sentences.length > 0
    ? sentences
    : [
        "Nothing that is known: no route asks for it. SQL of a command or a query may; else it costs writes and gives nothing.",
      ];
}

function uniqueLine(entity: EntityModel, draft: IndexDraft): readonly string[] {
  if (!draft.unique) return [];
  const condition = conditionOf(draft);
  const among = [
    ...(entity.softDelete ? ["are not deleted"] : []),
    ...(condition === undefined ? [] : [`satisfy ${inCode(condition)}`]),
  ];
  const rows = among.length === 0 ? "no two rows" : `no two of the rows that ${among.join(" and ")}`;
  return [`Holds that ${rows} have the same ${sayList(draft.fields.map(({ name }) => inCode(name)))}.`];
}

const living = '"deleted_at" is null';

/** The condition of a partial index, but for that rows are not deleted, which every request asks. */
export function conditionOf({ where }: IndexDraft): string | undefined {
  return where === living ? undefined : where?.replace(` and ${living}`, "");
}

function listLines(model: SystemModel, entity: EntityModel, draft: IndexDraft): readonly string[] {
  const route = listRoute(model, entity);
  const [first, ...others] = draft.fields;
  if (route === undefined || !first) return [];
  if (draft.method === "gin") return [`${inCode(`${route}?q=`)}.`];
  const further = sayList(furtherText(entity, draft, others), "or");
  const condition = conditionOf(draft);
  const asked = [
    ...(isFiltered(entity, first)
      ? [`${inCode(`filter[${first.name}]`)}${further === "" ? "" : `, also with ${further}`}`]
      : []),
    ...(isSorted(entity, first, draft) ? [sortText(first, draft.descending[0])] : []),
  ];
  return asked.length === 0
    ? []
    : [
        `${inCode(route)} with ${asked.join("; ")}${condition === undefined ? "" : `, where ${inCode(condition)} is asked too`}.`,
      ];
}

/** What may follow the first field of an index, while each before it is asked for by a value. */
function furtherText(
  entity: EntityModel,
  { descending }: IndexDraft,
  others: readonly FieldModel[],
): readonly string[] {
  const sortable = sortableFields(entity, visible(entity));
  const known: string[] = [];
  for (const [at, field] of others.entries()) {
    if (sortable.includes(field)) known.push(sortText(field, descending[at + 1]));
    if (!isFiltered(entity, field)) break;
    known.push(inCode(`filter[${field.name}]`));
  }
  return known;
}

function sortText({ name }: FieldModel, isDescending = false): string {
  return inCode(`sort=${isDescending ? "-" : ""}${name}`);
}

const deletionSays = {
  restrict: (target: string) => `Tells whether rows keep a ${target} from being deleted.`,
  cascade: (target: string) => `Finds the rows that go with a deleted ${target}.`,
  "set null": (target: string) => `Finds the rows that lose a deleted ${target}.`,
} as const;

function referenceLines(
  model: SystemModel,
  entity: EntityModel,
  { fields: [first], where }: IndexDraft,
): readonly string[] {
  if (first?.type.kind !== "reference" || where !== undefined) return [];
  const { target: name, onDelete } = first.type;
  const target = model.services
    .find((service) => service.name === entity.service)
    ?.entities.find((one) => one.name === name);
  if (!target) return [];
  const route = listRoute(model, target);
  const includes = [...target.relations.values()].filter(
    (relation) =>
      relation.cardinality === "many" && relation.target === entity.name && relation.field === first.name,
  );
  return [
    ...(route === undefined
      ? []
      : includes.map((relation) => `${inCode(`${route}?include=${relation.name}`)}.`)),
    target.softDelete
      ? `Finds the rows of one ${inCode(target.name)}.`
      : deletionSays[onDelete](inCode(target.name)),
  ];
}

function ownerLine(entity: EntityModel, { fields: [first], where }: IndexDraft): readonly string[] {
  return first && where === undefined && ownersIn(entity.access.read).includes(first.name)
    ? [`Leads whoever may read only their own rows to them (${inCode(first.name)} is the caller).`]
    : [];
}

function ownersIn(rule: RuleData): readonly string[] {
  if (rule.kind === "owner") return [rule.field];
  return rule.kind === "anyOf" || rule.kind === "allOf" ? rule.rules.flatMap(ownersIn) : [];
}

/** `GET /v1/products`, where clients may read rows. */
function listRoute(model: SystemModel, entity: EntityModel): string | undefined {
  const endpoint = endpointsOf(model).find(
    (one) => one.kind === "list" && "entity" in one && one.entity === entity,
  );
  return endpoint && `${endpoint.method} ${endpoint.path}`;
}

function visible(entity: EntityModel): readonly FieldModel[] {
  return entity.fields.filter(({ modifiers }) => !modifiers.private);
}

function isFiltered(entity: EntityModel, field: FieldModel): boolean {
  return visible(entity).includes(field) && offeredComparisons(entity, field).includes("eq");
}

/** As the blueprint's check sees it: an index of all rows gives their order, but for addresses, whose order is another. */
function isSorted(entity: EntityModel, field: FieldModel, draft: IndexDraft): boolean {
  const { unique, fields } = draft;
  if (draft.where !== undefined || field.type.kind === "email") return false;
  if (unique && field.modifiers.optional && fields.length === 1) return false;
  return sortableFields(entity, visible(entity)).includes(field);
}

function referencesTo(model: SystemModel, entity: EntityModel): readonly string[] {
  const siblings = model.services.find(({ name }) => name === entity.service)?.entities ?? [];
  return siblings.flatMap((sibling) =>
    sibling.fields
      .filter(({ type }) => type.kind === "reference" && type.target === entity.name)
      .map((field) => inCode(`${sibling.table}.${field.column}`)),
  );
}
