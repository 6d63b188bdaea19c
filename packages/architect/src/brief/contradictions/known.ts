import type { TableRow } from "../answer/value.js";
import { textOf } from "../cells.js";
import type { Facts } from "../facts.js";

/** Whether all that was chosen is among some; not where nothing was. */
export function onlyOf(facts: Facts, question: string, ...some: readonly string[]): boolean {
  const chosen = facts.chosen(question);
  return chosen.length > 0 && chosen.every((one) => some.includes(one));
}

/** The rows of a table that are marked so. */
export function entitiesOf(
  facts: Facts,
  question: string,
  ...privacy: readonly string[]
): readonly TableRow[] {
  return facts.rows(question).filter((row) => privacy.includes(textOf(row.privacy)));
}

/** Names in quotes: "order", "customer" and "invoice". */
export function namesOf(rows: readonly TableRow[]): string {
  const names = rows.map((row) => `"${textOf(row.name)}"`);
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

export const secondsOfDay = 86_400;
export const secondsOfYear = 365 * secondsOfDay;

/** Seconds of a year in which a system of this availability may be away. */
export function awayInAYear(uptime: number): number {
  return Math.round(((100 - uptime) / 100) * secondsOfYear);
}

const names: { readonly [option: string]: string } = Object.freeze({
  gdpr: "the GDPR",
  hipaa: "HIPAA",
  "pci-dss": "PCI DSS",
  soc2: "SOC 2",
  none: "none of them",
  rest: "REST",
  graphql: "GraphQL",
  grpc: "gRPC",
  web: "web applications",
  mobile: "mobile applications",
  internal: "staff",
  "api-keys": "API keys",
  "client-credentials": "client credentials",
  mtls: "certificates",
  "end-to-end": "end-to-end",
});

/** Options as they stand in a sentence: "partners and web applications". */
export function listed(options: readonly string[]): string {
  const said = options.map((option) => names[option] ?? option);
  return said.length < 2 ? said.join("") : `${said.slice(0, -1).join(", ")} and ${said.at(-1)}`;
}

/** The same at the beginning of a sentence. */
export function listedFirst(options: readonly string[]): string {
  const said = listed(options);
  return said.startsWith("gRPC") ? said : `${said.charAt(0).toUpperCase()}${said.slice(1)}`;
}
