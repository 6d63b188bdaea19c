import { env, environment, system } from "@lintel/runtime";
import { tasks } from "./services/tasks.js";

/** The whole backend. `lintel dev` runs it, `lintel check` tells what is wrong with it. */
export default system("{{name}}", {
  version: 1,
  services: [tasks],
  environments: {
    production: environment({
      authentication: {
        issuer: env("OIDC_ISSUER"),
        audience: env("OIDC_AUDIENCE", "{{name}}"),
        jwksUrl: env("OIDC_JWKS_URL"),
      },
      secret: env("LINTEL_SECRET"),
    }),
  },
});
