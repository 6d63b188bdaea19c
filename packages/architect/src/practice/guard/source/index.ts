export { isForTests, isGenerated, isNamedTest, isProduction } from "./kind.js";
export { lineFinder } from "./lines.js";
export { type Comment, loadParser, type Node, type Program } from "./parser.js";
export {
  isNamedTypeScript,
  isParsed,
  isSource,
  type Source,
  type Sources,
  sourcesOf,
  type Unparsed,
} from "./sources.js";
export { childrenOf, isFunction, keyOf, propertyOf, stringOf, walk } from "./walk.js";
