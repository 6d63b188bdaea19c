import type { SystemModel } from "@lintel/runtime/tools";
import { type Brief, type Requirement, requirementsOf } from "../brief/index.js";
import type { Architecture } from "./architecture.js";
import { capacityOf, type Demand, demandOf, type Prices, type Widths } from "./capacity/index.js";
import { type Cut, cutOf } from "./cut/index.js";
import { type Decision, decisionsOf, type Override } from "./decisions/index.js";
import { type Needs, needsOf } from "./needs/index.js";
import type { DecisionRecord } from "./records/index.js";

/** What follows from a brief before there is a blueprint. */
export interface Grounds {
  readonly brief: Brief;
  readonly requirements: readonly Requirement[];
  readonly needs: Needs;
  readonly cut: Cut;
  readonly demand: Demand;
  readonly decisions: readonly Decision[];
}

/**
 * What follows from a brief, and from what a person decided otherwise.
 *
 * @throws ToolError where an override names what there is not, as `decisionsOf` does
 */
export function groundsOf(brief: Brief, overrides: readonly Override[]): Grounds {
  const needs = needsOf(brief);
  const cut = cutOf(needs);
  const demand = demandOf(needs);
  const decisions = decisionsOf({ needs, cut, demand, overrides });
  return Object.freeze({ brief, requirements: requirementsOf(brief), needs, cut, demand, decisions });
}

export interface ArchitectureInput {
  readonly brief: Brief;
  /** The blueprint as it stands. */
  readonly model: SystemModel;
  readonly overrides: readonly Override[];
  readonly prices: Prices;
  /** How wide values are, where somebody measured it. */
  readonly widths?: Widths | undefined;
  readonly records?: readonly DecisionRecord[];
}

/**
 * All that the documents are rendered from.
 *
 * @param grounds of the brief and the overrides, where they are worked out already
 * @throws ToolError where an override names what there is not, as `decisionsOf` does
 */
export function architectureOf(
  { brief, model, overrides, prices, widths, records }: ArchitectureInput,
  grounds: Grounds = groundsOf(brief, overrides),
): Architecture {
  const { requirements, needs, cut, decisions } = grounds;
  return Object.freeze({
    brief,
    requirements,
    needs,
    cut,
    decisions,
    capacity: capacityOf({ needs, cut, decisions, model, prices, ...(widths ? { widths } : {}) }),
    model,
    ...(records === undefined ? {} : { records }),
  });
}
