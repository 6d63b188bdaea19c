import type { SystemModel } from "@lintel/runtime/tools";
import type { Brief, Requirement } from "../brief/index.js";
import type { Capacity } from "./capacity/index.js";
import type { Cut } from "./cut/index.js";
import type { Decision } from "./decisions/index.js";
import type { Needs } from "./needs/index.js";
import type { DecisionRecord } from "./records/index.js";

/** All that the documents are rendered from: what is wanted, what was decided, and the blueprint as it stands now. */
export interface Architecture {
  readonly brief: Brief;
  readonly requirements: readonly Requirement[];
  readonly needs: Needs;
  readonly cut: Cut;
  readonly decisions: readonly Decision[];
  readonly capacity: Capacity;
  readonly model: SystemModel;
  /** What was decided before, and what became of it; where it is told. */
  readonly records?: readonly DecisionRecord[];
}
