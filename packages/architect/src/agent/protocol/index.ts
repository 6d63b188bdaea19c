export { type HttpServing, serveHttp } from "./http.js";
export { serveStdio } from "./stdio.js";
