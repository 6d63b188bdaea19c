/** What the words of a brief come to: which things they name, and what those are called in a blueprint. Pure. */

export { identifierOf, pluralOf } from "./identifier.js";
export { type Mention, mentionIn } from "./mention.js";
export { entityNames, fieldNames, operationNames, serviceNames } from "./names.js";
export { enumerated } from "./sentence.js";
export { isRelated, singularOf, wordsOf } from "./words.js";
