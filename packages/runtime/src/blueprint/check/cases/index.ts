import { accessCases } from "./access-cases.js";
import type { CheckCases } from "./check-case.js";
import { clientListCases } from "./client-list-cases.js";
import { consumerCases } from "./consumer-cases.js";
import { collisionCases, definitionCases, nameCases, systemCases } from "./definition-cases.js";
import { environmentAccessCases, environmentCases } from "./environment-cases.js";
import { eventCases } from "./event-cases.js";
import { fieldLimitCases, fieldModifierCases, fieldTypeCases, referenceCases } from "./field-cases.js";
import { indexCases, rowCheckCases, searchCases } from "./index-cases.js";
import { operationCases } from "./operation-cases.js";
import { projectionCases } from "./projection-cases.js";
import { renameCases } from "./rename-cases.js";
import { tenantCases } from "./tenant-cases.js";
import { webhookCases } from "./webhook-cases.js";

/** A blueprint with one flaw for every check, by the code of the check. */
export const checkCases: CheckCases = {
  ...definitionCases,
  ...systemCases,
  ...nameCases,
  ...collisionCases,
  ...fieldLimitCases,
  ...fieldTypeCases,
  ...fieldModifierCases,
  ...renameCases,
  ...referenceCases,
  ...indexCases,
  ...searchCases,
  ...clientListCases,
  ...rowCheckCases,
  ...accessCases,
  ...tenantCases,
  ...operationCases,
  ...eventCases,
  ...consumerCases,
  ...projectionCases,
  ...webhookCases,
  ...environmentCases,
  ...environmentAccessCases,
};
