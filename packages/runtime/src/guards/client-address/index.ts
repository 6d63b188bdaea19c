export { type ClientAddress, createClientAddress } from "./client-address.js";
