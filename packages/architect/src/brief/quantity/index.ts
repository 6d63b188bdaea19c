export { describeQuantity } from "./describe.js";
export { formatQuantity } from "./format.js";
export { parseQuantity } from "./parse.js";
export { type Measure, measures, type Quantity } from "./quantity.js";
export { type QuantityReading, quoted } from "./reading.js";
export { formatQuantityOf, parseQuantityOf } from "./several.js";
