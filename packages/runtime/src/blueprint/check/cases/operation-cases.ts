import { signedIn } from "../../access.js";
import { json, reference, text } from "../../fields.js";
import { service } from "../../service.js";
import { type CheckCase, type CheckCases, inCommand, shop } from "./check-case.js";

const run = async () => undefined;
const catalog = service("catalog", { entities: {} }).command("reserve", { access: signedIn, run });

/** A case whose flaw is an error that the command `reserve` declares. */
function failing(code: string, error: object): CheckCase {
  return {
    path: `catalog.commands.reserve.errors.${code}`,
    system: (at) => inCommand({ errors: { [code]: error } }, at),
  };
}

const description = "There is not enough in stock.";

export const operationCases: CheckCases = {
  OPERATION_ACCESS_MISSING: {
    path: "catalog.commands.reserve",
    system: (at) => inCommand({ access: undefined }, at),
  },
  OPERATION_NAME_REPEATED: {
    path: "catalog.commands.reserve",
    system: (at) => shop(at(catalog.command("reserve", { access: signedIn, run }))),
  },
  OPERATION_PATH_SHARED: {
    path: "catalog.queries.reserve",
    system: (at) => shop(at(catalog.query("reserve", { access: signedIn, run }))),
  },
  OPERATION_RUN_MISSING: {
    path: "catalog.commands.reserve.run",
    system: (at) => inCommand({ run: undefined }, at),
  },
  ERROR_CODE_INVALID: failing("outOfStock", { status: 409, description }),
  ERROR_CODE_TAKEN: failing("CONFLICT", { status: 409, description }),
  ERROR_STATUS_INVALID: failing("OUT_OF_STOCK", { status: 500, description }),
  ERROR_DESCRIPTION_MISSING: failing("OUT_OF_STOCK", { status: 409, description: "" }),
  QUERY_INPUT_UNSUPPORTED: {
    path: "catalog.queries.find.input.where",
    system: (at) => {
      const input = { where: at(json({ type: "object" })) };
      return shop(catalog.query("find", { access: signedIn, input, run }));
    },
  },
  OPERATION_FIELD_UNSUPPORTED: {
    path: "catalog.commands.reserve.input.product",
    system: (at) => inCommand({ input: { product: at(reference("product")) } }),
  },
  OPERATION_FIELD_MODIFIED: {
    path: "catalog.commands.reserve.output.name",
    system: (at) => inCommand({ output: { name: at(text()).private() } }),
  },
};
