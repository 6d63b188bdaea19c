/** Every question that an architect settles, in the order in which they are settled: each may follow from those before it. */
import type { Rule } from "../rule.js";
import { backup } from "./backup.js";
import { broker } from "./broker.js";
import { cache } from "./cache.js";
import { consistency } from "./consistency.js";
import { dataPattern } from "./data-pattern.js";
import { deployment } from "./deployment.js";
import { encryption } from "./encryption.js";
import { idempotency } from "./idempotency.js";
import { machines, people } from "./identity.js";
import { calls, notices } from "./interfaces.js";
import { liveUpdates } from "./live-updates.js";
import { partitioning } from "./partitioning.js";
import { replicas } from "./replicas.js";
import { retention } from "./retention.js";
import { search } from "./search.js";
import { style } from "./style.js";
import { tenancy } from "./tenancy.js";
import { topology } from "./topology.js";

export const rules: readonly Rule[] = Object.freeze([
  style,
  calls,
  notices,
  dataPattern,
  consistency,
  topology,
  deployment,
  backup,
  replicas,
  tenancy,
  partitioning,
  retention,
  cache,
  broker,
  liveUpdates,
  search,
  people,
  machines,
  encryption,
  idempotency,
]);
