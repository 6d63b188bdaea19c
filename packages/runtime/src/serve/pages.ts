import { readFileSync } from "node:fs";
import type { SystemModel } from "../blueprint/index.js";
import { pageHeaders } from "../guards/security-headers/index.js";
import { asyncApiDocument } from "../http/asyncapi/index.js";
import type { Page, PageContent } from "../http/index.js";
import { errorsPage, openApiDocument, referencePage } from "../http/openapi/index.js";
import type { Health, HealthReport } from "../operate/index.js";
import type { PlanLimits } from "../plan/index.js";

/** What is served beside the API: health for orchestrators, and what the API says of itself. */
export function pagesOf(options: {
  readonly model: SystemModel;
  readonly limits: PlanLimits;
  readonly health: Health;
  /** Where the system can be reached; known once it listens. */
  readonly url: () => string;
}): readonly Page[] {
  const { model, limits, health, url } = options;
  const document = once(() => openApiDocument(model, limits, url()));
  const json = once(() => JSON.stringify(document()));
  const asyncApi = once(() => JSON.stringify(asyncApiDocument(model, url())));
  const reference = once(() => htmlContent(referencePage(document())));
  const errors = once(() => htmlContent(errorsPage(model)));
  const hasFeeds = model.services.some(({ entities }) => entities.some(({ feed }) => feed));
  return [
    { path: "/health/live", always: true, answer: () => shown(health.live()) },
    { path: "/health/ready", always: true, answer: async () => shown(await health.ready()) },
    { path: "/openapi.json", answer: () => ({ status: 200, type: "application/json", body: json() }) },
    { path: "/asyncapi.json", answer: () => ({ status: 200, type: "application/json", body: asyncApi() }) },
    { path: "/docs", answer: reference },
    { path: "/docs/errors", answer: errors },
    ...(hasFeeds ? [{ path: "/feeds/client.js", answer: feedClient }] : []),
  ];
}

/** The client of feeds as one module, which `npm run build` makes: a page imports it as it is. */
const feedClient = once(() => ({
  status: 200,
  type: "text/javascript; charset=utf-8",
  body: readFileSync(new URL("../../dist/client/feeds.min.js", import.meta.url)),
}));

/** A page under a policy that lets it be shown with its own style, and lets it run and fetch nothing. */
function htmlContent(html: string): PageContent {
  const styles = [...html.matchAll(/<style>([\s\S]*?)<\/style>/g)].map((match) => match[1] ?? "");
  const security = pageHeaders({ scripts: [], styles });
  return { status: 200, type: "text/html; charset=utf-8", body: html, security };
}

function shown({ status, body }: HealthReport) {
  return { status, type: "application/json", body };
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
