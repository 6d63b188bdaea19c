export type { Draft, Origin } from "./draft.js";
export { readSpecification, type SpecificationFile } from "./read-specification.js";
export { type TakenDraft, takeDraft } from "./take-draft.js";
