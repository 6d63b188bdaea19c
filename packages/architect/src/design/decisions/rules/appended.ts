import type { EntityNeed } from "../../needs/index.js";

const words =
  /\b(entry|entries|movements?|readings?|measurements?|samples?|events?|logs?|looks?|visits?|trails?|versions?|revisions?|sums?|journals?|acknowledge?ments?)\b/i;

/** Whether rows of it are added and hardly changed, by what people call it: an entry, a reading, a look. */
export function isAppended({ name }: EntityNeed): boolean {
  return words.test(name);
}
