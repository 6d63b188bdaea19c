import {
  anyone,
  entity,
  event,
  id,
  reference,
  role,
  type Service,
  service,
  signedIn,
  system,
  text,
} from "@lintel/runtime";
import { resolve, type SystemModel } from "@lintel/runtime/tools";
import { type Brief, requirementsOf } from "../../../brief/index.js";
import type { Architecture } from "../../architecture.js";
import { demandOf } from "../../capacity/index.js";
import { noPlan } from "../../capacity/scenario.js";
import { cutOf } from "../../cut/index.js";
import { decisionsOf } from "../../decisions/index.js";
import { needsOf } from "../../needs/index.js";

/** For tests: what is drawn of a brief, with a blueprint of so many services, or of those of its cut. */
export function designed(brief: Brief, services?: number): Architecture {
  const needs = needsOf(brief);
  const cut = cutOf(needs);
  const demand = demandOf(needs);
  return {
    brief,
    requirements: requirementsOf(brief),
    needs,
    cut,
    decisions: decisionsOf({ needs, cut, demand }),
    capacity: noPlan(demand),
    model: modelOf(
      services === undefined ? cut.services.map(({ name }) => name) : manyNames.slice(0, services),
    ),
  };
}

/** Names of thirty services of a large shop. */
const manyNames = (
  "catalog orders payments users delivery stock search reviews carts pricing promotions notifications invoices refunds suppliers " +
  "warehouses shipments loyalty recommendations media reports audit files messages tickets contracts ledger fraud taxes analytics"
).split(" ");

/** A blueprint with these services: each has two tables, a command and an event, and follows one; most use two before them. */
function modelOf(names: readonly string[]): SystemModel {
  const services: Service[] = [];
  for (const [at, name] of names.entries()) services.push(serviceAt(name, at, services));
  return resolve(system("drawn", { version: 1, services }));
}

function serviceAt(name: string, at: number, before: readonly Service[]): Service {
  const used = [before[at - 1], before[Math.floor(at / 3)]].flatMap((one) => one ?? []);
  const source = at > 1 ? before[Math.floor(at / 2) - 1] : undefined;
  const made = service(name, {
    description: `Keeps ${name}, and what belongs to them.`,
    uses: Object.fromEntries(used.map((one) => [one.data.name, one])),
    entities: {
      item: entity(
        {
          title: text({ max: 200 }),
          other: id(source ? `${source.data.name}.item` : "item").optional(),
        },
        { description: `One of ${name}.`, access: { read: anyone } },
      ),
      note: entity(
        { item: reference("item", { onDelete: "cascade" }), says: text({ max: 2_000 }) },
        { description: "What somebody said of it.", access: { read: role("editor") } },
      ),
    },
    events: { changed: event({ item: id("item") }, { key: "item", description: "It changed." }) },
  }).command("rename", {
    description: "Gives it another title.",
    access: signedIn,
    input: { item: id("item"), title: text({ max: 200 }) },
    errors: { TITLE_TAKEN: { status: 409, description: "Another has this title." } },
    async run({ input, db, emit }) {
      await db.item.update(input.item, { title: input.title });
      emit.changed({ item: input.item });
    },
  });
  return source ? made.consumer("follow", { of: source, events: { async changed() {} } }) : made;
}
