import { nameInstead } from "./closest-name.js";
import { within } from "./spot.js";
import type { Survey, SurveyedEntity, SurveyedIndex } from "./survey.js";
import { found, type SystemCheck } from "./system-check.js";

/** The text search configurations that PostgreSQL 15 to 18 bring along (`pg_ts_config`). */
const languages =
  `simple arabic armenian basque catalan danish dutch english finnish french german greek hindi hungarian
indonesian irish italian lithuanian nepali norwegian portuguese romanian russian serbian spanish swedish tamil turkish
yiddish`.split(/\s+/);

interface Search {
  readonly entity: SurveyedEntity;
  readonly index: SurveyedIndex;
  readonly weights: { readonly [field: string]: string };
  readonly language: string;
}

function* searches({ entities }: Survey): Generator<Search> {
  for (const entity of entities) {
    for (const index of entity.indexes) {
      if (index.data.kind === "search") yield { entity, index, ...index.data };
    }
  }
}

/** Full-text search. */
export const searchChecks: readonly SystemCheck[] = [
  {
    code: "SEARCH_REPEATED",
    severity: "error",
    rule: "An entity has one search.",
    *find(survey) {
      const all = [...searches(survey)];
      for (const [position, { entity, index, weights }] of all.entries()) {
        if (all.findIndex((other) => other.entity === entity) === position) continue;
        yield found(index, Object.keys(weights), "Put all fields into the first search, with weights.");
      }
    },
  },
  {
    code: "SEARCH_EMPTY",
    severity: "error",
    rule: "A search names at least one field.",
    *find(survey) {
      for (const { index, weights } of searches(survey)) {
        if (Object.keys(weights).length > 0) continue;
        yield found(index, weights, 'Name its fields: search({ name: "A", description: "B" }).');
      }
    },
  },
  {
    code: "SEARCH_FIELD_UNKNOWN",
    severity: "error",
    rule: "A search names only fields of its entity.",
    *find(survey) {
      for (const { entity, index, weights } of searches(survey)) {
        for (const name of Object.keys(weights).filter((one) => !entity.byName.has(one))) {
          yield found(within(index, `.${name}`), name, nameInstead(name, entity.byName.keys()));
        }
      }
    },
  },
  {
    code: "SEARCH_FIELD_NOT_TEXT",
    severity: "error",
    rule: "A search is over fields of text.",
    *find(survey) {
      for (const { entity, index, weights } of searches(survey)) {
        for (const name of Object.keys(weights)) {
          const kind = entity.byName.get(name)?.type.kind;
          if (kind === undefined || ["text", "email", "url", "enumeration"].includes(kind)) continue;
          yield found(
            within(index, `.${name}`),
            kind,
            "Take it out: numbers and times are found by filters.",
          );
        }
      }
    },
  },
  {
    code: "SEARCH_WEIGHT_UNKNOWN",
    severity: "error",
    rule: "A weight is A, B, C or D.",
    *find(survey) {
      for (const { index, weights } of searches(survey)) {
        for (const [name, weight] of Object.entries(weights)) {
          if (["A", "B", "C", "D"].includes(weight)) continue;
          yield found(
            within(index, `.${name}`),
            weight,
            "Write A for what counts most, D for what counts least.",
          );
        }
      }
    },
  },
  {
    code: "SEARCH_LANGUAGE_UNKNOWN",
    severity: "error",
    rule: "The language of a search is a text search configuration that PostgreSQL brings along.",
    *find(survey) {
      for (const { index, language } of searches(survey)) {
        if (!languages.includes(language)) yield found(index, language, nameInstead(language, languages));
      }
    },
  },
];
