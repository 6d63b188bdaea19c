import { quote } from "../identifier.js";
import type { TableDescription } from "./description.js";

/** The table of tokens that are believed no more. A service that has a feed has one. */
export const revocationTable = "revoked_tokens";

/**
 * - `claim` is `sub`: all tokens of this person that were issued up to `until`; or `jti`: the one token of this id.
 * - `at` is when it was said: what was said long ago is forgotten, since no token of then is valid any more.
 */
export function describeRevocationTable(): TableDescription {
  const column = (name: string, type: string) => ({ name, type, notNull: true });
  return {
    name: revocationTable,
    comment: "Tokens that are believed no more, though they have not expired.",
    columns: [
      column("claim", "text"),
      column("value", "text"),
      { ...column("until", "timestamptz"), default: "now()" },
      { ...column("at", "timestamptz"), default: "now()" },
    ],
    constraints: [
      {
        name: `${revocationTable}_pkey`,
        kind: "primary key",
        definition: `primary key (${quote("claim")}, ${quote("value")})`,
        columns: ["claim", "value"],
      },
    ],
    indexes: [],
    triggers: [],
    rowSecurity: false,
    policies: [],
  };
}
