import type { SystemModel } from "@lintel/runtime/tools";
import { type Brief, requirementsOf } from "../../../brief/index.js";
import type { Architecture } from "../../architecture.js";
import { demandOf } from "../../capacity/index.js";
import { noPlan } from "../../capacity/scenario.js";
import { needsOf } from "../../needs/index.js";

/** For tests: an architecture of a brief and a blueprint, without what documents of security and operations do not read. */
export function architectureFrom(
  brief: Brief,
  model: SystemModel,
  more: Partial<Architecture> = {},
): Architecture {
  const needs = needsOf(brief);
  return {
    brief,
    requirements: requirementsOf(brief),
    needs,
    cut: { services: [], workflows: [] },
    decisions: [],
    capacity: noPlan(demandOf(needs)),
    model,
    ...more,
  };
}
