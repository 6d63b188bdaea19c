export { renderBrief } from "./render-brief.js";
export { summarise } from "./summarise.js";
