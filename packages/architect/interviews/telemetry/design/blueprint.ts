import { env, environment, system } from "@lintel/runtime";
import { devices } from "./services/devices.js";
import { readings } from "./services/readings.js";

/**
 * Pump watch
 * REQ-RULE-ONLY-ONES-OWN-UTILITY: IF somebody of one utility asks for pumps of another THEN THE SYSTEM SHALL
 * answer as if they did not exist.
 * REQ-EDGE-CLOCK-OF-1970: WHEN a reading is dated outside the window THE SYSTEM SHALL set it aside, count it
 * by device and tell the fleet operator once a day.
 */
export default system("pump-watch", {
  version: 1,
  description: "Pump watch",
  services: [devices, readings],
  environments: {
    production: environment({
      authentication: {
        issuer: env("OIDC_ISSUER"),
        audience: env("OIDC_AUDIENCE", "pump-watch"),
        jwksUrl: env("OIDC_JWKS_URL"),
      },
      secret: env("LINTEL_SECRET"),
    }),
  },
});
