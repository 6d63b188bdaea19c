import { apiPatterns } from "./api.js";
import { dataPatterns } from "./data.js";
import { keepingPatterns } from "./data-keeping.js";
import { sharingPatterns } from "./data-sharing.js";
import { messagingPatterns } from "./messaging.js";
import { operationsPatterns } from "./operations.js";
import type { Pattern } from "./pattern.js";
import { performancePatterns } from "./performance.js";
import { reliabilityPatterns } from "./reliability.js";
import { oncePatterns } from "./reliability-once.js";
import { securityPatterns } from "./security.js";
import { structurePatterns } from "./structure.js";
import { borderPatterns } from "./structure-borders.js";

export {
  type Expression,
  expressions,
  type Pattern,
  type PatternGroup,
  patternGroups,
  type Source,
} from "./pattern.js";
export { searchPatterns } from "./search.js";

/** The whole library, by group, in the order in which its page has them. */
export const patterns: readonly Pattern[] = Object.freeze(
  [
    ...structurePatterns,
    ...borderPatterns,
    ...dataPatterns,
    ...keepingPatterns,
    ...sharingPatterns,
    ...reliabilityPatterns,
    ...oncePatterns,
    ...messagingPatterns,
    ...apiPatterns,
    ...securityPatterns,
    ...operationsPatterns,
    ...performancePatterns,
  ].map((pattern) => Object.freeze(pattern)),
);
