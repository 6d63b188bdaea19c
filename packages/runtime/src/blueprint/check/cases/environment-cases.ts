import { env } from "../../environment.js";
import { text } from "../../fields.js";
import { service } from "../../service.js";
import {
  type CheckCase,
  type CheckCases,
  guarded,
  inProduction,
  product,
  shop,
  trusted,
} from "./check-case.js";

/** A case whose flaw is a setting of the environment `production`. */
function set(step: string, settings: object): CheckCase {
  return { path: `environments.production${step}`, system: (at) => inProduction(settings, at) };
}

export const environmentCases: CheckCases = {
  ENVIRONMENT_SETTING_UNKNOWN: set(".limits.pagesize", { limits: { pagesize: 50 } }),
  DURATION_INVALID: set(".timeouts.request", { timeouts: { request: "15 seconds" } }),
  DURATION_OUT_OF_RANGE: set(".timeouts.shutdown", { timeouts: { shutdown: "3h" } }),
  STATEMENT_OUTLIVES_REQUEST: set(".timeouts", { timeouts: { request: "5s" } }),
  SETTING_OUT_OF_RANGE: set(".limits.pageSize", { limits: { pageSize: 0 } }),
  LOG_ORDER_UNKNOWN: set(".log.order", { log: { order: "total" } }),
  LOG_ARCHIVE_INVALID: set(".log.archive", { log: { archive: "" } }),
  LOG_ORDER_VISIBLE: {
    path: "environments.production.log.order",
    system: (at) => ({
      ...inProduction({ log: { order: "visible" } }, at),
      services: shop(
        service("catalog", {
          entities: { product: product({ name: text() }, { feed: true, access: guarded }) },
        }),
      ).services,
    }),
  },
  RATE_LIMIT_OFF_WITHOUT_REASON: set(".rateLimit", { rateLimit: { off: "" } }),
  AUTHENTICATION_MISSING: set("", { authentication: undefined }),
  SECRET_IN_BLUEPRINT: set(".secret", { secret: "0123456789abcdef0123456789abcdef" }),
  SECRET_TOO_SHORT: {
    path: "environments.test.secret",
    system: (at) => inProduction({ secret: env("SECRET", "short") }, at, "test"),
  },
};

export const environmentAccessCases: CheckCases = {
  AUTHENTICATION_INCOMPLETE: set(".authentication.audience", {
    authentication: { issuer: trusted.issuer, jwksUrl: trusted.jwksUrl },
  }),
  ADDRESS_INVALID: set(".authentication.issuer", { authentication: { ...trusted, issuer: "login.example" } }),
  ADDRESS_INSECURE: set(".authentication.jwksUrl", {
    authentication: { ...trusted, jwksUrl: "http://login.example/keys" },
  }),
  ALGORITHM_UNKNOWN: set(".authentication.algorithms[1]", {
    authentication: { ...trusted, algorithms: ["ES256", "HS256"] },
  }),
  ALGORITHMS_EMPTY: set(".authentication.algorithms", { authentication: { ...trusted, algorithms: [] } }),
  CORS_ORIGIN_INVALID: set(".cors.origins[0]", { cors: { origins: ["https://shop.example/cart"] } }),
  CORS_OPEN_WITH_AUTHENTICATION: set(".cors.origins[0]", { cors: { origins: ["*"] } }),
  TRUSTED_PROXY_INVALID: set(".trustedProxies[1]", { trustedProxies: ["10.0.0.0/8", "proxy.internal"] }),
  TRUSTED_PROXY_ANYONE: set(".trustedProxies[0]", { trustedProxies: ["::/0", "10.1.2.3"] }),
  VARIABLE_NAME_INVALID: set(".secret", { secret: env("cursor-secret") }),
};
