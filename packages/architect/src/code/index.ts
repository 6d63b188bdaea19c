/** TypeScript as it is generated: escaped, and laid out as a formatter would. */
export { array, block, type Code, call, layOut, noted, object, sequence, value } from "./layout.js";
export { data, inOneLine, property, text } from "./literal.js";
