export {
  declares,
  isObject,
  type Manifest,
  manifestAt,
  manifestPaths,
  manifestsAbove,
  type Ranges,
} from "./manifest.js";
