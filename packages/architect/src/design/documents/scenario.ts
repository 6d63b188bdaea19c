import { fileURLToPath, pathToFileURL } from "node:url";
import { resolve, type System, type SystemModel } from "@lintel/runtime/tools";
import { type Brief, openBrief, requirementsOf } from "../../brief/index.js";
import type { Architecture } from "../architecture.js";
import { capacityOf, defaultPrices, demandOf, readPrices } from "../capacity/index.js";
import { cutOf } from "../cut/index.js";
import { decisionsOf } from "../decisions/index.js";
import { needsOf } from "../needs/index.js";

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

/** For tests: an architecture of a brief and a blueprint, as the brief comes to it. */
export function designed(brief: Brief, model: SystemModel): Architecture {
  const needs = needsOf(brief);
  const cut = cutOf(needs);
  const demand = demandOf(needs);
  const decisions = decisionsOf({ needs, cut, demand });
  return {
    brief,
    requirements: requirementsOf(brief),
    needs,
    cut,
    decisions,
    capacity: capacityOf({ needs, cut, decisions, model, prices: readPrices(defaultPrices) }),
    model,
  };
}
