/** What runs in the process that makes an image: `build-main.js <project as JSON>`. */
import { setPriority } from "node:os";
import type { Project } from "../project/project.js";
import { buildImage } from "./build-image.js";

/** What serves goes before. */
setPriority(10);
process.exitCode = (await buildImage(JSON.parse(process.argv[2] ?? "") as Project)) ? 0 : 1;
