import { fileURLToPath, pathToFileURL } from "node:url";
import { resolve, type System, type SystemModel } from "@lintel/runtime/tools";
import { type Brief, openBrief, requirementsOf } from "../../brief/index.js";
import type { Architecture } from "../architecture.js";
import { demandOf } from "../capacity/index.js";
import { noPlan } from "../capacity/scenario.js";
import type { Cut } from "../cut/index.js";
import { type Needs, needsOf } from "../needs/index.js";
import { decided } from "../records/scenario.js";
import { plain } from "./entities.js";

const root = fileURLToPath(new URL("../../../../../", import.meta.url));

/** For tests: the shop of the example, its brief and its blueprint. */
export async function commerce(): Promise<Architecture> {
  const stored = openBrief(`${root}examples/commerce`);
  if (stored.state !== "there") throw new Error("The shop has a brief.");
  return designed(stored.brief, resolve(await commerceSystem()));
}

/** For tests: its blueprint, as it was built. */
export async function commerceSystem(): Promise<System> {
  const built = pathToFileURL(`${root}examples/commerce/dist/blueprint.js`);
  return ((await import(built.href)) as { default: System }).default;
}

/** For tests: an architecture of a brief and a blueprint, cut as the blueprint is, with a decision or two. */
function designed(brief: Brief, model: SystemModel): Architecture {
  const needs = needsOf(brief);
  return {
    brief,
    requirements: requirementsOf(brief),
    needs,
    cut: cutLike(needs, model),
    decisions: [
      decided({ wouldChange: [{ says: "A team of more than 12; it is 2.", from: ["REQ-PLAN-001"] }] }),
    ],
    capacity: noPlan(demandOf(needs)),
    model,
  };
}

function cutLike(needs: Needs, model: SystemModel): Cut {
  const owner = (name: string) =>
    model.services.find(
      ({ commands, queries, entities }) =>
        [...commands, ...queries].some((one) => plain(one.name) === plain(name)) ||
        entities.some((one) => plain(one.table) === plain(name)),
    )?.name ?? (model.services[0]?.name as string);
  return {
    services: model.services.map(({ name }) => ({
      name,
      does: `Looks after ${name}`,
      entities: [],
      features: needs.features.filter((feature) => owner(feature.name) === name),
      because: "",
    })),
    workflows: needs.features.map((feature) => ({
      feature,
      owner: owner(feature.name),
      services: [owner(feature.name)],
      systems: needs.systems.map(({ name }) => name),
    })),
  };
}
