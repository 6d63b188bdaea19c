export { createOriginPolicy, type OriginPolicy } from "./origin-policy.js";
