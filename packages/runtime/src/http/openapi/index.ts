/** What the API says of itself: the OpenAPI document, and the page that shows it. */
export { openApiDocument } from "./document.js";
export { errorsPage } from "./errors-page.js";
export type { OpenApiDocument } from "./openapi-document.js";
export { referencePage } from "./page.js";
