import { consistency, growth, keeping, live } from "./asked-of-some.js";
import { availability } from "./availability.js";
import type { Case } from "./case.js";
import { integration } from "./integration.js";
import { latency } from "./latency.js";
import { privacy } from "./privacy.js";
import { recovery } from "./recovery.js";
import { architecture, money, testing } from "./rest.js";
import { scale } from "./scale.js";

/** For each rule, by its code. */
export const cases: { readonly [code: string]: Case } = {
  ...availability,
  ...recovery,
  ...scale,
  ...latency,
  ...privacy,
  ...integration,
  ...architecture,
  ...testing,
  ...money,
  ...growth,
  ...live,
  ...consistency,
  ...keeping,
};
