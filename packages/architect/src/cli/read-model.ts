export { modelOf, type ReadModel, readModel } from "../project/read-model.js";
