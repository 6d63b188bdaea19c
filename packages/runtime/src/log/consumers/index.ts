/** Who follows a log and acts on it, each entry once in effect. */
export type { Consumer } from "./consumer.js";
export { startConsumer } from "./start-consumer.js";
