import type { SystemModel } from "../../blueprint/index.js";
import type { PlanLimits } from "../../plan/index.js";
import { endpointsOf } from "../endpoints.js";
import { tellsCommits } from "./codes.js";
import { sharedHeaders, sharedSchemas, tenantHeaders } from "./components.js";
import { describeEntityEndpoint } from "./describe-entity.js";
import { describeOperation } from "./describe-operation.js";
import type { OpenApiDocument, OperationObject } from "./openapi-document.js";
import { sharedParameters } from "./parameters.js";
import { entitySchemas } from "./schemas.js";

/**
 * The OpenAPI 3.1 document of a system: one operation for each endpoint that is served, with the schemas by which
 * requests are validated. `url` is the address at which the system can be reached.
 */
export function openApiDocument(model: SystemModel, limits: PlanLimits, url: string): OpenApiDocument {
  const paths: { [path: string]: { [method: string]: OperationObject } } = {};
  for (const endpoint of endpointsOf(model)) {
    const described =
      "entity" in endpoint
        ? describeEntityEndpoint(endpoint, model, limits)
        : describeOperation(endpoint.operation, model);
    paths[endpoint.path] = { ...paths[endpoint.path], [endpoint.method.toLowerCase()]: described };
  }
  return {
    openapi: "3.1.1",
    info: {
      title: model.name,
      version: `${model.version}.0.0`,
      description: model.description ?? `The API of ${model.name}.`,
    },
    servers: [{ url, "x-internal": isOfThisMachine(url) }],
    tags: model.services.map(({ name, description = `The service ${name}.` }) => ({ name, description })),
    paths,
    components: {
      schemas: { ...sharedSchemas, ...entitySchemas(model) },
      parameters: withoutUnlessRead(model, sharedParameters, "LintelWait"),
      headers: withoutUnlessRead(
        model,
        model.tenants ? { ...sharedHeaders, ...tenantHeaders } : sharedHeaders,
        "Lintel-Commit",
      ),
      securitySchemes: {
        bearer: {
          type: "http",
          scheme: "bearer",
          bearerFormat: "JWT",
          description: `An access token (RFC 9068), held to the best practices of RFC8725.${tenancyWords(model)}`,
        },
      },
    },
  };
}

/** What a token says besides where rows are of tenants. */
function tenancyWords({ tenants }: SystemModel): string {
  return tenants
    ? " A claim, `tenant` unless the system names another, holds the id of the caller's tenant: a UUID. Rows of tenants are shown to callers of the same, and answered like missing ones to others."
    : "";
}

/** All but what only a system with projections has. */
function withoutUnlessRead<T>(model: SystemModel, parts: { readonly [name: string]: T }, name: string) {
  const { [name]: _, ...rest } = parts;
  return tellsCommits(model) ? parts : rest;
}

function isOfThisMachine(url: string): boolean {
  return /^https?:\/\/(?:localhost|127\.[0-9.]+|\[::1\])(?::|\/|$)/.test(url);
}
