export { serviceHeading } from "./around-service.js";
export { listenersOf } from "./service-events.js";
export { systemDocument } from "./system-document.js";
