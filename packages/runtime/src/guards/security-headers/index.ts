export { apiHeaders, type PageParts, pageHeaders } from "./security-headers.js";
