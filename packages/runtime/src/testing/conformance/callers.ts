import { randomUUID } from "node:crypto";
import type { RuleData, SystemModel } from "../../blueprint/index.js";
import { type DevelopmentIssuer, issueToken } from "../../identity/index.js";
import type { TestActor } from "../client.js";
import { nameOf } from "./document.js";

/** Somebody who sends requests: one object for one person, so that it can be compared. */
export interface Caller {
  /** Undefined: nobody is signed in. */
  readonly subject: string | undefined;
  /** The subject, where it is a UUID. */
  readonly uuid: string | undefined;
  readonly roles: readonly string[];
  /** The tenant of the token; none where it is not there. */
  readonly tenant?: string | undefined;
}

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Everybody who could see something else than the others do. */
export interface Callers {
  readonly nobody: Caller;
  /** With no role, with each one, with all of them, and a program whose name is no UUID. */
  readonly fixed: readonly Caller[];
  /** The one whose id this is: rows that belong to somebody belong to such a one. */
  owner(id: string): Caller;
  /** What the owner of a row is a row of: `user`. */
  readonly owning: readonly string[];
  /** An actor of the test kit; somebody new where no subject is given. */
  acting(actor: TestActor): Caller;
  headers(caller: Caller): Promise<{ readonly [name: string]: string }>;
}

/** Makes the callers whom the access rules of a model tell apart. */
export function createCallers(model: SystemModel, issuer: DevelopmentIssuer): Callers {
  const rules = model.services.flatMap(({ entities, commands, queries }) => [
    ...entities.flatMap((entity) => [
      ...Object.values(entity.access),
      ...entity.fields.flatMap(({ read, write }) => [read, write]),
    ]),
    ...[...commands, ...queries].map(({ rule }) => rule),
  ]);
  const parts = rules.flatMap((rule) => (rule ? partsOf(rule) : []));
  const roles = [...new Set(parts.flatMap((rule) => (rule.kind === "role" ? [rule.role] : [])))];
  const nobody: Caller = { subject: undefined, uuid: undefined, roles: [] };
  // All are of one tenant, where rows are of tenants, but for some who are of none.
  const tenant: string | undefined = model.tenants ? randomUUID() : undefined;
  const signedIn = (subject: string, having: readonly string[], of = tenant): Caller => ({
    subject,
    uuid: uuid.test(subject) ? subject : undefined,
    roles: having,
    tenant: of,
  });
  const owners = new Map<string, Caller>();
  const tokens = new Map<Caller, Promise<string>>();
  const owner = (id: string): Caller => {
    const made = owners.get(id) ?? signedIn(id, []);
    owners.set(id, made);
    return made;
  };
  return {
    nobody,
    fixed: [
      nobody,
      signedIn(randomUUID(), []),
      ...roles.map((role) => signedIn(randomUUID(), [role])),
      signedIn(randomUUID(), roles),
      signedIn("a program", []),
      ...(model.tenants
        ? [[], roles].map((having) => ({ ...signedIn(randomUUID(), having), tenant: undefined }))
        : []),
    ],
    owner,
    owning: ownersIn(model),
    acting: ({ subject = randomUUID(), roles: having = [], tenant: of = tenant }) =>
      having.length === 0 && of === tenant ? owner(subject) : signedIn(subject, having, of),
    async headers(caller): Promise<{ readonly [name: string]: string }> {
      const { subject } = caller;
      if (subject === undefined) return {};
      const token =
        tokens.get(caller) ?? issueToken(issuer, { subject, roles: caller.roles, tenant: caller.tenant });
      tokens.set(caller, token);
      return { authorization: `Bearer ${await token}` };
    },
  };
}

function partsOf(rule: RuleData): readonly RuleData[] {
  return rule.kind === "anyOf" || rule.kind === "allOf" ? rule.rules.flatMap(partsOf) : [rule];
}

/** The entities whose rows are whoever owns something: what the owner's field is the id of. */
function ownersIn({ services }: SystemModel): readonly string[] {
  const names = services.flatMap(({ entities }) =>
    entities.flatMap((entity) =>
      Object.values(entity.access)
        .flatMap(partsOf)
        .flatMap((rule) => (rule.kind === "owner" ? [rule.field] : []))
        .flatMap((field) => {
          const type = entity.byName.get(field)?.type;
          if (field === "id") return [entity.name];
          if (type?.kind === "reference") return [type.target];
          return type?.kind === "uuid" && type.identifies !== undefined ? [type.identifies] : [];
        }),
    ),
  );
  return [...new Set(names.map(nameOf))];
}
