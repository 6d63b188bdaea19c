import { expect, it } from "vitest";
import { email, entity, resolve, service, system, text } from "../../blueprint/index.js";
import { collectParameters } from "../compile/parameters.js";
import { predicateSql } from "../compile/predicate.js";
import { conditionSql } from "./condition.js";

const [contact] =
  resolve(
    system("folded", {
      version: 1,
      services: [service("desk", { entities: { contact: entity({ mail: email(), name: text() }) } })],
    }),
  ).services[0]?.entities ?? [];
if (!contact) throw new TypeError("There is no contact.");
const mail = contact.byName.get("mail");
if (!mail) throw new TypeError("There is no mail.");

it("says of an e-mail address what a request says of it, whatever its case", () => {
  expect(conditionSql(contact, { mail: { startsWith: "Ada_B@" } })).toBe(`lower("mail") like 'ada\\_b@%'`);
  expect(conditionSql(contact, { name: { startsWith: "Ada" } })).toBe(`"name" like 'Ada%'`);
  const asked = predicateSql({ kind: "startsWith", field: mail, value: "Ada" }, collectParameters());
  expect(asked).toBe('lower(t."mail") like lower($1::text)');
});
