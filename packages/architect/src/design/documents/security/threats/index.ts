import { clientThreats } from "./clients.js";
import { callThreats, databaseThreats, followerThreats } from "./inner.js";
import { identityThreats, systemInThreats, systemOutThreats, webhookThreats } from "./partners.js";
import { archiveThreats, backupThreats, metricsThreats, operatorThreats } from "./running.js";
import type { ThreatKind } from "./threat-kind.js";

export {
  type Condition,
  type Doer,
  type Letter,
  letters,
  stride,
  type ThreatKind,
  type Verdict,
} from "./threat-kind.js";

/** Every threat that is looked at, in the order of the flows. */
export const threatKinds: readonly ThreatKind[] = [
  ...clientThreats,
  ...callThreats,
  ...followerThreats,
  ...databaseThreats,
  ...systemOutThreats,
  ...systemInThreats,
  ...webhookThreats,
  ...identityThreats,
  ...operatorThreats,
  ...metricsThreats,
  ...archiveThreats,
  ...backupThreats,
];
