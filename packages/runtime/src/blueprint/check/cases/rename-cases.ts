import { integer, text } from "../../fields.js";
import { type CheckCases, inCatalog, inCommand, product } from "./check-case.js";

export const renameCases: CheckCases = {
  COLUMN_NAME_INVALID: {
    path: "catalog.product.size",
    system: (at) => inCatalog({ product: product({ size: at(integer()).column("Size") }) }),
  },
  COLUMN_WITHOUT_TABLE: {
    path: "catalog.commands.reserve.input.size",
    system: (at) => inCommand({ input: { size: at(integer()).column("size") } }),
  },
  RENAME_OF_ITSELF: {
    path: "catalog.product.size",
    system: (at) => inCatalog({ product: product({ size: at(integer()).renamedFrom("size") }) }),
  },
  RENAME_SOURCE_STILL_THERE: {
    path: "catalog.product.title",
    system: (at) => inCatalog({ product: product({ name: text(), title: at(text()).renamedFrom("name") }) }),
  },
  RENAME_SOURCE_SHARED: {
    path: "catalog.product.label",
    system: (at) => {
      const shape = { title: text().renamedFrom("name"), label: at(text()).renamedFrom("name") };
      return inCatalog({ product: product(shape) });
    },
  },
};
