export { apiHeaders, fileHeaders, type PageParts, pageHeaders } from "./security-headers.js";
