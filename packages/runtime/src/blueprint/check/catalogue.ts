import { accessChecks } from "./access.js";
import { clientListChecks } from "./client-lists.js";
import { collisionChecks } from "./collisions.js";
import { consumerChecks } from "./consumers.js";
import { definitionChecks } from "./definitions.js";
import { environmentAccessChecks } from "./environment-access.js";
import { environmentChecks } from "./environments.js";
import { eventChecks } from "./events.js";
import { fieldLimitChecks } from "./field-limits.js";
import { fieldModifierChecks } from "./field-modifiers.js";
import { fieldTypeChecks } from "./field-types.js";
import type { Severity } from "./finding.js";
import { indexChecks } from "./indexes.js";
import { nameChecks } from "./names.js";
import { operationChecks } from "./operations.js";
import { projectionChecks } from "./projections.js";
import { referenceChecks } from "./references.js";
import { renameChecks } from "./renames.js";
import { rowCheckChecks } from "./row-checks.js";
import { searchChecks } from "./search.js";
import type { SystemCheck } from "./system-check.js";
import { systemWideChecks } from "./systems.js";
import { tenantChecks } from "./tenants.js";
import { webhookChecks } from "./webhooks.js";

/** Every check, in the order of the subjects. */
export const systemChecks: readonly SystemCheck[] = Object.freeze([
  ...definitionChecks,
  ...systemWideChecks,
  ...nameChecks,
  ...collisionChecks,
  ...fieldLimitChecks,
  ...fieldTypeChecks,
  ...fieldModifierChecks,
  ...renameChecks,
  ...referenceChecks,
  ...indexChecks,
  ...searchChecks,
  ...clientListChecks,
  ...rowCheckChecks,
  ...accessChecks,
  ...tenantChecks,
  ...operationChecks,
  ...eventChecks,
  ...consumerChecks,
  ...projectionChecks,
  ...webhookChecks,
  ...environmentChecks,
  ...environmentAccessChecks,
]);

/** What every blueprint is checked for, as data: for the reference page, and for whoever reads a code. */
export const checkCatalogue: readonly {
  readonly code: string;
  readonly severity: Severity;
  readonly rule: string;
}[] = Object.freeze(systemChecks.map(({ code, severity, rule }) => Object.freeze({ code, severity, rule })));
