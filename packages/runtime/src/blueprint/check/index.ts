export { checkCatalogue } from "./catalogue.js";
export { checkSystem } from "./check-system.js";
export { describeFinding, type Finding, type Severity } from "./finding.js";
