/** What a blueprint is written with, of `@lintel/runtime`: nothing in a draft has one of these names. */
const builders = [
  "allOf",
  "anyOf",
  "anyone",
  "bigint",
  "boolean",
  "by",
  "calledBy",
  "date",
  "decimal",
  "email",
  "entity",
  "enumeration",
  "env",
  "environment",
  "event",
  "id",
  "integer",
  "json",
  "list",
  "many",
  "money",
  "nobody",
  "notImplemented",
  "ofTenant",
  "open",
  "owner",
  "reference",
  "role",
  "search",
  "service",
  "signedIn",
  "system",
  "tenant",
  "text",
  "timestamp",
  "url",
  "when",
] as const;

export type Builder = (typeof builders)[number];

/** Notes which builders a file uses, for its import. */
export interface Used {
  use(builder: Builder): Builder;
  readonly all: () => readonly Builder[];
}

export function usedBuilders(): Used {
  const used = new Set<Builder>();
  return {
    use(builder) {
      used.add(builder);
      return builder;
    },
    all: () => [...used].sort((one, other) => (one.toLowerCase() < other.toLowerCase() ? -1 : 1)),
  };
}

/** A constant's name in a file: none of those that are imported or taken already. */
export function constantName(name: string, taken: ReadonlySet<string>, suffix: string): string {
  const isTaken = (one: string) =>
    typescriptWords.has(one) || (builders as readonly string[]).includes(one) || taken.has(one);
  let own = name;
  for (let at = 1; isTaken(own); at++) own = `${name}${suffix}${at === 1 ? "" : at}`;
  return own;
}

/** Words that cannot name a constant in a module. */
const typescriptWords: ReadonlySet<string> = new Set(
  `arguments async await break case catch class const continue debugger default delete do else enum eval export extends
  false finally for function if implements import in instanceof interface let new null package private protected public return
  static super switch this throw true try typeof undefined var void while with yield`.split(/\s+/),
);
