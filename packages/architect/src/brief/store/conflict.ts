import type { Complaint } from "../complaint.js";
import { shortly } from "./node-reader.js";

/** Where git left two versions of a file side by side. */
export function conflictIn(text: string): Complaint | undefined {
  const found = /^(?:<{7}|>{7}|\|{7}) .*$|^={7}$/m.exec(text);
  if (!found || !/^(?:<{7}|>{7}) /m.test(text)) return undefined;
  return {
    code: "BRIEF_MERGE_CONFLICT",
    line: text.slice(0, found.index).split("\n").length,
    says: `Two versions of the brief were merged, and are at odds here: ${shortly(found[0])}`,
    next: 'Keep what holds and take the lines with <<<<<<<, ======= and >>>>>>> out. Answers can be merged in project-brief.json; what stands under "written" may be taken out whole.',
  };
}
