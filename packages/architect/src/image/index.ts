/** A project and Lintel's runtime as two modules, so that the next start reads two files instead of hundreds. */
export { type Image, openImage } from "./image.js";
export { type ImageBuild, startBuild } from "./start-build.js";
