import type { SystemModel } from "@lintel/runtime/tools";
import { type Brief, requirementsOf } from "../../../brief/index.js";
import type { Architecture } from "../../architecture.js";
import { capacityOf, defaultPrices, demandOf, readPrices } from "../../capacity/index.js";
import { cutOf } from "../../cut/index.js";
import { decisionsOf } from "../../decisions/index.js";
import { needsOf } from "../../needs/index.js";

/** For tests: the architecture of a brief and a blueprint. */
export function architectureFrom(brief: Brief, model: SystemModel): Architecture {
  const needs = needsOf(brief);
  const cut = cutOf(needs);
  const decisions = decisionsOf({ needs, cut, demand: demandOf(needs) });
  const prices = readPrices(defaultPrices);
  return {
    brief,
    requirements: requirementsOf(brief),
    needs,
    cut,
    decisions,
    capacity: capacityOf({ needs, cut, decisions, model, prices }),
    model,
  };
}
