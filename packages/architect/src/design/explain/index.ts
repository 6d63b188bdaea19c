/** Where something comes from, what depends on it, and what would change it. */
export { type Explained, explain } from "./explain.js";
export type {
  AskedQuestion,
  Change,
  Dependents,
  Explanation,
  Ground,
  KnownTest,
  Source,
  Subject,
  SubjectKind,
} from "./explanation.js";
