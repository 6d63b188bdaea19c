export { createHttp, type Http } from "./create-http.js";
export { endpointsOf } from "./endpoints.js";
export type { HttpOptions, Page, PageContent } from "./options.js";
export { type Problem, problemOf } from "./problem.js";
export { type Endpoint, isReachable } from "./route.js";
