import type { ControlKind } from "./control-kind.js";
import { gdpr } from "./gdpr.js";
import { hipaa } from "./hipaa.js";
import { pciDss } from "./pci-dss.js";
import { soc2 } from "./soc2.js";

export { type ControlKind, type Means, type RegulationId, regulations } from "./control-kind.js";

/** Every control that Lintel knows of, by rule. */
export const controlKinds: readonly ControlKind[] = [...gdpr, ...pciDss, ...hipaa, ...soc2];
