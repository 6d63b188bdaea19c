import { within } from "./spot.js";
import { eachRule, type Survey, type SurveyedEntity } from "./survey.js";
import { found, type SystemCheck } from "./system-check.js";

function tenantFields({ fields }: SurveyedEntity) {
  return fields.filter(({ modifiers }) => modifiers.tenant);
}

function isWalled(entity: SurveyedEntity): boolean {
  return tenantFields(entity).length > 0;
}

/** Why rows are of no tenant, as it is written. */
function sharedOf({ options }: SurveyedEntity): unknown {
  return options.shared;
}

function hasTenants({ entities }: Survey): boolean {
  return entities.some(isWalled);
}

/** The reasons for which something goes across tenants, each with its place. */
function* reasons({ entities, operations, services }: Survey) {
  const rules = entities.flatMap((entity) => [...entity.access, ...entity.fieldAccess]);
  const calls = operations.flatMap(({ access }) => (access ? [access] : []));
  for (const rule of [...rules, ...calls].flatMap((whole) => [...eachRule(whole)])) {
    if (rule.data.kind === "acrossTenants") yield { spot: rule, reason: rule.data.reason as unknown };
  }
  const doing = [...operations, ...services.flatMap(({ consumers }) => consumers)];
  for (const one of doing) {
    if (one.acrossTenants !== undefined)
      yield { spot: within(one, ".acrossTenants"), reason: one.acrossTenants };
  }
  for (const entity of entities) {
    const shared = sharedOf(entity);
    if (shared !== undefined) yield { spot: within(entity, ".shared"), reason: shared };
  }
}

/** Rows of tenants, and what stands beside them. */
export const tenantChecks: readonly SystemCheck[] = [
  {
    code: "TENANT_SHARED_UNSAID",
    severity: "error",
    rule: "Where rows of some entity are of tenants, one without a tenant says why its rows are shared.",
    *find(survey) {
      if (!hasTenants(survey)) return;
      for (const entity of survey.entities) {
        if (isWalled(entity) || sharedOf(entity) !== undefined) continue;
        yield found(
          entity,
          "neither tenant() nor shared",
          'Add a field such as organisation: tenant(), or say why all tenants have the rows: shared: "...".',
        );
      }
    },
  },
  {
    code: "TENANT_REASON_EMPTY",
    severity: "error",
    rule: "What is shared by tenants, or goes across them, gives a reason that a person can judge.",
    *find(survey) {
      for (const { spot, reason } of reasons(survey)) {
        if (typeof reason === "string" && reason.trim() !== "") continue;
        yield found(spot, reason, 'Write the reason: shared: "Every tenant pays in the same currencies.".');
      }
    },
  },
  {
    code: "TENANT_REPEATED",
    severity: "error",
    rule: "A row is of one tenant.",
    *find({ entities }) {
      for (const entity of entities) {
        for (const field of tenantFields(entity).slice(1)) {
          yield found(field, field.name, "Keep one field with tenant(); write id() for the others.");
        }
      }
    },
  },
  {
    code: "TENANT_MODIFIED",
    severity: "error",
    rule: "The tenant of a row is always there, is filled in, and never changes: nothing more is said of it.",
    *find({ entities, services }) {
      const keys = services.flatMap(({ projections }) =>
        projections.flatMap(({ key, byName }) => byName.get(String(key)) ?? []),
      );
      for (const field of entities.flatMap(tenantFields)) {
        if (keys.some(({ path }) => path === field.path)) continue;
        const { optional, unique, private: hidden, default: given } = field.modifiers;
        const said = Object.entries({
          optional,
          unique,
          private: hidden,
          default: given !== undefined,
        }).flatMap(([name, is]) => (is ? [name] : []));
        if (said.length > 0) yield found(field, said, "Take them out: tenant() says it all.");
      }
    },
  },
  {
    code: "TENANT_AND_SHARED",
    severity: "error",
    rule: "Rows are of tenants, or shared.",
    *find({ entities }) {
      for (const entity of entities) {
        if (isWalled(entity) && sharedOf(entity) !== undefined)
          yield found(within(entity, ".shared"), sharedOf(entity), "Take out one of the two.");
      }
    },
  },
  {
    code: "TENANT_KEY",
    severity: "error",
    rule: "The rows of a projection are told apart within a tenant, and not by it.",
    *find({ services }) {
      for (const projection of services.flatMap(({ projections }) => projections)) {
        const [field] = tenantFields(projection);
        if (field && field.name === projection.key)
          yield found(within(projection, ".key"), projection.key, "Name another field: what a row is about.");
      }
    },
  },
  {
    code: "TENANT_REFERENCE_OUTWARD",
    severity: "error",
    rule: "A shared row refers to no row of a tenant, since whoever has it would learn of that one.",
    *find({ services }) {
      for (const { entities } of services) {
        for (const entity of entities.values()) {
          if (isWalled(entity)) continue;
          for (const field of entity.fields) {
            const { type } = field;
            const target = type.kind === "reference" ? entities.get(type.target) : undefined;
            if (target && isWalled(target))
              yield found(field, `reference("${target.name}")`, `Give "${entity.name}" a tenant() too.`);
          }
        }
      }
    },
  },
  {
    code: "TENANT_REFERENCE_CASCADES",
    severity: "warning",
    rule: "Deleting a shared row takes no rows of tenants with it.",
    *find({ services }) {
      for (const { entities } of services) {
        for (const entity of [...entities.values()].filter(isWalled)) {
          for (const field of entity.fields) {
            const { type } = field;
            if (type.kind !== "reference" || type.onDelete !== "cascade") continue;
            const target = entities.get(type.target);
            if (target && !isWalled(target))
              yield found(
                field,
                "cascade",
                'Write onDelete: "restrict", so that tenants keep what is theirs.',
              );
          }
        }
      }
    },
  },
  {
    code: "TENANT_RULE_FIELD",
    severity: "error",
    rule: "ofTenant() names a field of its entity that holds the id of a tenant: its id, or one made with id() or uuid().",
    *find({ entities }) {
      for (const entity of entities) {
        for (const rule of entity.access.flatMap((whole) => [...eachRule(whole)])) {
          if (rule.data.kind !== "tenant") continue;
          const field = entity.byName.get(rule.data.field);
          if (field?.type.kind === "uuid") continue;
          yield found(rule, rule.data.field, 'Write ofTenant("id") on the entity of the tenants themselves.');
        }
      }
    },
  },
  {
    code: "TENANT_CROSSING_POINTLESS",
    severity: "warning",
    rule: "acrossTenants() stands around a whole way in to rows of tenants: elsewhere there is no wall, or it stays.",
    *find(survey) {
      const { entities, operations } = survey;
      const besides = [
        ...entities.flatMap(({ fieldAccess }) => fieldAccess),
        ...operations.flatMap(({ access }) => (access ? [access] : [])),
        ...entities.filter((entity) => !isWalled(entity)).flatMap(({ access }) => access),
      ].flatMap((whole) => [...eachRule(whole)]);
      const grouped = entities
        .filter(isWalled)
        .flatMap(({ access }) => access)
        .flatMap((whole) => [...eachRule(whole)])
        .filter(({ data }) => data.kind === "allOf")
        .flatMap((group) => [...eachRule(group)].slice(1));
      for (const rule of new Set([...besides, ...grouped])) {
        if (rule.data.kind !== "acrossTenants") continue;
        yield found(
          rule,
          "acrossTenants()",
          "Write it around the whole rule: acrossTenants(allOf(...), why); or take it out.",
        );
      }
    },
  },
  {
    code: "TENANT_INDEXED",
    severity: "warning",
    rule: "The tenant stands in front of each index by itself.",
    *find({ entities }) {
      for (const entity of entities) {
        const [tenant] = tenantFields(entity);
        for (const index of entity.indexes) {
          if (!tenant || index.data.kind !== "by" || index.data.fields.length < 2) continue;
          if (index.data.fields[0] === tenant.name)
            yield found(index, index.data.fields, `Take "${tenant.name}" out of by(...).`);
        }
      }
    },
  },
];
