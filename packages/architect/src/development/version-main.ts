/** What runs in the process of one version: `version-main.js`, or `version-main.js <project as JSON>` to use its image. */
import { openImage } from "../image/index.js";
import type { Project } from "../project/project.js";

// However `lintel dev` goes, nothing of it stays.
process.once("disconnect", () => process.exit(0));

// Ctrl-C in a terminal reaches every process of the group: when to stop is for `lintel dev` to say.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => {});

const [, , project] = process.argv;
const image = project === undefined ? undefined : openImage(JSON.parse(project) as Project);
type Version = typeof import("./version.js");
const imagined = await image?.runtime<Version>().catch(() => undefined);
if (imagined) await imagined.liveVersion(image);
else await (await import("./version.js")).liveVersion();
