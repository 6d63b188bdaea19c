import type { Arbitrary } from "fast-check";
import type { OpenApiDocument } from "../../http/openapi/index.js";
import type { TestSystem } from "../test-system.js";
import type { Callers } from "./callers.js";
import type { Operation } from "./document.js";
import { goneOf, type Memory } from "./memory.js";
import type { Exchange, Session } from "./session.js";
import { validSteps } from "./step.js";

/** What the recipes work with. */
export interface Kitchen {
  readonly app: TestSystem;
  readonly document: OpenApiDocument;
  readonly operations: readonly Operation[];
  readonly session: Session;
  readonly memory: Memory;
  readonly callers: Callers;
  /** One value of an arbitrary, another one each time. */
  readonly sample: <T>(arbitrary: Arbitrary<T>) => T;
  /** The same system on the same database, with one request a minute for each caller. */
  readonly limitedUrl: string;
  /** The same, which waits a second for a request. */
  readonly hastyUrl: string;
  /** The same, whose database does not answer. */
  readonly downUrl: string;
}

/** Attempts to find a request that works, or one that fails as it should. */
export const attempts = 60;

/** A request that works: the last one that did, else one that is looked for. */
export async function working(kitchen: Kitchen, operation: Operation): Promise<Exchange> {
  const { session, sample, document, callers } = kitchen;
  const known = session.worked(operation);
  if (known) return known.exchange;
  await replenish(kitchen, operation);
  let last: Exchange | undefined;
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    if (attempt % 12 === 6) for (const resource of operation.refersTo) await make(kitchen, resource);
    last = await session.run(sample(validSteps(document, operation)));
    if (last.received.status < 300) return last;
  }
  if (last && last.caller !== callers.nobody) return last;
  return session.runAs(signedIn(kitchen), sample(validSteps(document, operation)));
}

/** Rows of a resource that a request about one of them can choose from. */
export const enough = 3;

/** Sees to it that there are rows to ask about: looks for some as everybody, and makes some where a request can. */
export async function replenish(kitchen: Kitchen, { resource, path }: Operation): Promise<void> {
  const { session, memory, operations, callers, sample, document } = kitchen;
  if (resource === undefined || !path.includes("{id}")) return;
  const list = operations.find((one) => one.method === "GET" && one.path === path.split("/{")[0]);
  if (list && memory.all(resource).length < enough)
    for (const caller of new Set([...callers.fixed, ...memory.callers()]))
      await session.ask(caller, { method: "GET", target: list.path, headers: await callers.headers(caller) });
  if (path.endsWith("/restore")) {
    const deleting = operations.find((one) => one.method === "DELETE" && one.resource === resource);
    for (
      let attempt = 0;
      deleting && attempt < attempts && memory.all(goneOf(resource)).length < enough;
      attempt += 1
    )
      await session.run(sample(validSteps(document, deleting)));
  }
  for (let attempt = 0; attempt < attempts && memory.all(resource).length < enough; attempt += 1)
    await make(kitchen, resource);
}

/** Asks for a new row in every way that there is. */
export async function make(
  { session, operations, sample, document }: Kitchen,
  resource: string,
): Promise<void> {
  for (const maker of operations)
    if (maker.method === "POST" && makes(maker, resource))
      await session.run(sample(validSteps(document, maker)));
}

/** Whether an answer of the operation holds the id of a new row. */
function makes({ answers, resource }: Operation, wanted: string): boolean {
  if (answers.has(201)) return resource === wanted;
  return new RegExp(`"The id of (\\w+[.])?${wanted}[."]`).test(
    JSON.stringify(answers.get(200)?.content?.schema ?? {}),
  );
}

const signedIn = ({ callers }: Kitchen) => callers.fixed[1] ?? callers.nobody;
