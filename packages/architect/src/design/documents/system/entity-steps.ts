import { accessWords, type EntityModel, type ServiceModel } from "@lintel/runtime/tools";
import { inCode, sayList } from "../../text/index.js";

/** What happens where a feature is the reading and changing of rows. */
export function entitySteps(service: ServiceModel, entity: EntityModel): readonly string[] {
  const { access, softDelete, projection, feed } = entity;
  const acts = ["read", "create", "update", "delete", ...(softDelete ? (["restore"] as const) : [])] as const;
  const [read, ...writes] = acts.map((act) => (accessWords(access[act]) === "nobody" ? undefined : act));
  const open = writes.filter((act) => act !== undefined);
  const name = inCode(entity.name);
  if (projection)
    return [
      `What is told in the log is taken from it, after the commit, and ${name} is brought up to date.`,
      `A client reads it at ${inCode(entity.path)}, held to its access rule.`,
    ];
  if (read === undefined && open.length === 0)
    return [
      `Rows of ${name} have no route: commands and queries of ${inCode(service.name)} read and write them.`,
    ];
  return [
    ...(read === undefined
      ? []
      : [
          `A client reads rows of ${name} at ${inCode(entity.path)}, held to the access rule by the plan and by PostgreSQL.`,
        ]),
    ...(open.length === 0
      ? ["No client writes them; commands do."]
      : [
          `A client may ${sayList(open, "or")} a row of ${name}. It is checked, written in one transaction as ${inCode(service.clientRoles.writer)}, and answered when it is kept.`,
        ]),
    ...(feed ? ["After the commit, those who follow it are told, in the order of the commits."] : []),
  ];
}

/** What happens where events are sent to integrators. */
export function webhookSteps(events: readonly string[]): readonly string[] {
  return [
    `A command emits ${sayList(events.map(inCode), "or")}; it is written in the command's transaction.`,
    "After the commit it is sent to each endpoint that asked for it, signed, in order, one at a time.",
    "It is sent again until it is taken, with the same id, by which a receiver can tell.",
  ];
}
