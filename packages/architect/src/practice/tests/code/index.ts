/** TypeScript as it is generated: escaped, and laid out as a formatter would. */
export { array, type Code, call, layOut, object, sequence, value } from "./layout.js";
export { data, inOneLine, property, text } from "./literal.js";
