export { createHttp, type Http } from "./create-http.js";
export type { HttpOptions, Page, PageContent } from "./options.js";
