import { accessWords } from "@lintel/runtime/tools";
import type { Architecture } from "../../architecture.js";
import { escapeMarkdown, heading, inCode, section, table } from "../../text/index.js";

const all = ["read", "create", "update", "delete", "restore"] as const;

/** As whom statements run, and which rows each role is shown. */
export function roles({ model }: Architecture): string {
  const restores = model.services.some(({ entities }) => entities.some(({ softDelete }) => softDelete));
  const acts = restores ? all : all.filter((act) => act !== "restore");
  return section(
    heading(2, "Roles and row-level security"),
    "No role below can log in: a process logs in as the service's login and takes one of them for each statement. None owns a table or can change one; migrations run as the owner. Row-level security is on for every table of an entity, so that a statement is held to the access rules twice: by the plan, and by PostgreSQL.",
    table(
      ["Role", "Of", "Runs", "Sees"],
      model.services.flatMap(({ name, role, clientRoles }) => [
        [inCode(role), escapeMarkdown(name), "commands, queries, consumers", "every row of its own schema"],
        [
          inCode(clientRoles.reader),
          escapeMarkdown(name),
          "what clients read",
          "what the rule to read shows the caller",
        ],
        [
          inCode(clientRoles.writer),
          escapeMarkdown(name),
          "what clients write",
          "what the rule of the act allows, of what the caller may read",
        ],
      ]),
    ),
    table(
      ["Table", ...acts],
      model.services.flatMap(({ entities }) =>
        entities.map(({ schema, table: name, access, softDelete, projection }) => [
          inCode(`${schema}.${name}`),
          ...acts.map((act) => {
            if (act === "restore" && !softDelete) return "";
            if (projection && act !== "read") return "nobody";
            return escapeMarkdown(accessWords(access[act]));
          }),
        ]),
      ),
    ),
  );
}
