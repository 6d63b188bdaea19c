import { operations } from "../access.js";
import { nameInstead } from "./closest-name.js";
import { conditionChecks } from "./conditions.js";
import { ruleAdmitsAll, ruleIsOpenWithoutReason } from "./rule-reach.js";
import { within } from "./spot.js";
import { eachRule, type Survey, type SurveyedEntity, type SurveyedRule } from "./survey.js";
import { found, type SystemCheck } from "./system-check.js";

const slots: readonly string[] = [...operations, "write"];
const reads: readonly string[] = ["read", "query"];

/** The whole rules of entities, fields, commands and queries. */
function wholeRules({ entities, operations }: Survey): SurveyedRule[] {
  const calls = operations.flatMap(({ access }) => (access ? [access] : []));
  return [...entities.flatMap((entity) => [...entity.access, ...entity.fieldAccess]), ...calls];
}

/** Those rules and the rules within them. */
function everyRule(survey: Survey): SurveyedRule[] {
  return wholeRules(survey).flatMap((rule) => [...eachRule(rule)]);
}

function* ownerRules({
  entities,
}: Survey): Generator<{ entity: SurveyedEntity; rule: SurveyedRule; name: string }> {
  for (const entity of entities) {
    for (const rule of entity.access.flatMap((whole) => [...eachRule(whole)])) {
      if (rule.data.kind === "owner") yield { entity, rule, name: rule.data.field };
    }
  }
}

function callers(survey: Survey) {
  return everyRule(survey).flatMap((rule) =>
    rule.data.kind === "calledBy" ? rule.data.services.map((service) => ({ rule, service })) : [],
  );
}

/** Who may do what. */
export const accessChecks: readonly SystemCheck[] = [
  {
    code: "ACCESS_MISSING",
    severity: "error",
    rule: "An entity says who may do something with it.",
    *find({ entities, unusable }) {
      for (const entity of entities) {
        if (entity.access.length > 0 || unusable.some(({ path }) => path.startsWith(`${entity.path}.access`)))
          continue;
        const fix =
          "Write access: { read: signedIn, write: role(...) }; if no client may, access: { read: nobody }.";
        yield found(entity, entity.options.access, fix);
      }
    },
  },
  {
    code: "ACCESS_OPEN_WRITE",
    severity: "error",
    rule: "What anyone may change says why.",
    *find(survey) {
      for (const rule of wholeRules(survey)) {
        if (reads.includes(rule.slot) || !ruleIsOpenWithoutReason(rule.data)) continue;
        yield found(rule, "anyone", 'Write open("the reason"), or a rule such as signedIn or role(...).');
      }
    },
  },
  {
    code: "ACCESS_REASON_EMPTY",
    severity: "error",
    rule: "open() is given a reason that a person can judge.",
    *find(survey) {
      for (const rule of everyRule(survey)) {
        if (rule.data.kind !== "anyone" || rule.data.reason === undefined || rule.data.reason.trim() !== "")
          continue;
        yield found(
          rule,
          rule.data.reason,
          'Write the reason: open("Guests leave their address for the newsletter.").',
        );
      }
    },
  },
  {
    code: "ACCESS_OPERATION_UNKNOWN",
    severity: "error",
    rule: "Access is given to read, create, update, delete, restore or write.",
    *find({ entities }) {
      for (const rule of entities.flatMap((entity) => entity.access)) {
        if (!slots.includes(rule.slot))
          yield found(rule, rule.slot, nameInstead(rule.slot, [...slots, "fields"]));
      }
    },
  },
  {
    code: "ACCESS_OWNER_UNKNOWN",
    severity: "error",
    rule: "owner() names a field of its entity.",
    *find(survey) {
      for (const { entity, rule, name } of ownerRules(survey)) {
        if (!entity.byName.has(name)) yield found(rule, name, nameInstead(name, entity.byName.keys()));
      }
    },
  },
  {
    code: "ACCESS_OWNER_UNSUITABLE",
    severity: "error",
    rule: "The field of owner() holds a token's sub: an id, a reference or a text.",
    *find(survey) {
      for (const { entity, rule, name } of ownerRules(survey)) {
        const kind = entity.byName.get(name)?.type.kind;
        if (kind === undefined || ["uuid", "reference", "text"].includes(kind)) continue;
        yield found(rule, `${name}: ${kind}`, "Name a field made with id(), uuid(), reference() or text().");
      }
    },
  },
  {
    code: "ACCESS_OWNER_OPTIONAL",
    severity: "warning",
    rule: "The field of owner() is required, since a row without it belongs to nobody.",
    *find(survey) {
      for (const { entity, rule, name } of ownerRules(survey)) {
        if (!entity.byName.get(name)?.modifiers.optional) continue;
        yield found(
          rule,
          name,
          `Make "${name}" required, or say who else may: anyOf(owner("${name}"), role(...)).`,
        );
      }
    },
  },
  {
    code: "ACCESS_ROLE_INVALID",
    severity: "error",
    rule: "A role is a word without spaces at its ends.",
    *find(survey) {
      for (const rule of everyRule(survey)) {
        if (rule.data.kind !== "role" || (rule.data.role !== "" && rule.data.role.trim() === rule.data.role))
          continue;
        yield found(rule, rule.data.role, 'Name the role as the token has it: role("catalog-manager").');
      }
    },
  },
  {
    code: "ACCESS_CALLER_UNKNOWN",
    severity: "error",
    rule: "calledBy() names services of this system.",
    *find(survey) {
      const names = survey.services.map(({ name }) => name);
      for (const { rule, service } of callers(survey)) {
        if (!names.includes(service)) yield found(rule, service, nameInstead(service, names));
      }
    },
  },
  {
    code: "ACCESS_CALLER_WITHOUT_USE",
    severity: "warning",
    rule: "A service that may call says so under uses, or it has no way to call.",
    *find(survey) {
      for (const { rule, service } of callers(survey)) {
        const caller = survey.services.find(({ name }) => name === service);
        const own = survey.services.find(({ name }) => rule.path.startsWith(`${name}.`))?.name;
        if (!caller || own === undefined || caller.uses.some((use) => use.service === own)) continue;
        yield found(
          rule,
          service,
          `Write uses: { ${own} } in the service "${service}", or take it out of the rule.`,
        );
      }
    },
  },
  {
    code: "ACCESS_NEEDS_ROW",
    severity: "error",
    rule: "Rules of fields, commands and queries are about the caller only: there is no row to look at.",
    *find({ entities, operations }) {
      const rules = entities.flatMap((entity) => entity.fieldAccess as readonly SurveyedRule[]);
      const calls = operations.flatMap(({ access }) => (access ? [access] : []));
      for (const rule of [...rules, ...calls].flatMap((whole) => [...eachRule(whole)])) {
        if (!["owner", "tenant", "when"].includes(rule.data.kind)) continue;
        yield found(
          rule,
          rule.data.kind,
          "Use signedIn or role(...) here, and let a command look at the row.",
        );
      }
    },
  },
  {
    code: "ACCESS_RESTORE_WITHOUT_SOFT_DELETE",
    severity: "error",
    rule: "Only rows that are softly deleted can be restored.",
    *find({ entities }) {
      for (const entity of entities.filter(({ softDelete }) => !softDelete)) {
        const rule = entity.access.find(({ slot }) => slot === "restore");
        if (rule) yield found(rule, "restore", "Add softDelete: true, or take the rule out.");
      }
    },
  },
  {
    code: "ACCESS_FIELD_UNKNOWN",
    severity: "error",
    rule: "Rules of single fields name fields of the entity.",
    *find({ entities }) {
      for (const entity of entities) {
        for (const rule of entity.fieldAccess.filter(({ field }) => !entity.byName.has(field))) {
          yield found(rule, rule.field, nameInstead(rule.field, entity.byName.keys()));
        }
      }
    },
  },
  {
    code: "ACCESS_FIELD_KEPT_BY_LINTEL",
    severity: "error",
    rule: "Rules of single fields are about the user's own fields.",
    *find({ entities }) {
      for (const entity of entities) {
        for (const rule of entity.fieldAccess.filter(({ field }) => entity.byName.get(field)?.system)) {
          yield found(rule, rule.field, "Take it out: every reader sees this field, and nobody sets it.");
        }
      }
    },
  },
  {
    code: "ACCESS_FIELD_PRIVATE",
    severity: "warning",
    rule: "A private field needs no rule of its own.",
    *find({ entities }) {
      for (const entity of entities) {
        for (const rule of entity.fieldAccess.filter(
          ({ field }) => entity.byName.get(field)?.modifiers.private,
        )) {
          yield found(
            rule,
            rule.field,
            "Take the rule out, or .private(): as it is, no client sees the field.",
          );
        }
      }
    },
  },
  {
    code: "ACCESS_GROUP_EMPTY",
    severity: "error",
    rule: "anyOf() and allOf() are given at least one rule.",
    *find(survey) {
      for (const rule of everyRule(survey)) {
        if (!("rules" in rule.data) || rule.data.rules.length > 0) continue;
        yield found(rule, `${rule.data.kind}()`, "Write the rules in it, or nobody if that is meant.");
      }
    },
  },
  {
    code: "ACCESS_RULE_POINTLESS",
    severity: "warning",
    rule: "Each rule of a group makes a difference.",
    *find(survey) {
      for (const rule of everyRule(survey)) {
        const { data } = rule;
        if (!("rules" in data) || data.rules.length < 2) continue;
        const decides =
          data.kind === "anyOf" ? ruleAdmitsAll : (one: { kind: string }) => one.kind === "nobody";
        const position = data.rules.findIndex((one) => decides(one));
        if (position < 0) continue;
        const spot = within(rule, `.${data.kind}[${position}]`);
        yield found(
          spot,
          data.rules[position]?.kind,
          "Keep this rule alone, or take it out: the others never matter.",
        );
      }
    },
  },
  ...conditionChecks("ACCESS_CONDITION", "The condition of an access rule", function* ({ entities }) {
    for (const entity of entities) {
      for (const rule of entity.access.flatMap((whole) => [...eachRule(whole)])) {
        if (rule.data.kind === "when") yield { spot: rule, entity, filter: rule.data.filter };
      }
    }
  }),
];
