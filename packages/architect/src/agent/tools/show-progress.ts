import type { z } from "zod";
import type { Interview } from "../../brief/index.js";
import type { progress } from "./shapes.js";

/** How far an interview is, as a copy of its own. */
export function showProgress({
  progress: { answered, asked, categories },
}: Interview): z.input<typeof progress> {
  return { answered, asked, categories: categories.map((category) => ({ ...category })) };
}
