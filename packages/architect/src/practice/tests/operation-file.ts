import type { EntityModel, OperationModel, ServiceModel, SystemModel } from "@lintel/runtime/tools";
import { type Code, call, inOneLine, object, property, sequence, text } from "../../code/index.js";
import { bordersOf } from "./borders.js";
import { type Caller, callersOf, clientOf, holds, opensToClients, partsOf } from "./callers.js";
import { notWritten } from "./criteria-file.js";
import { faultAt } from "./entity-limits.js";
import type { Helper, PlannedTest } from "./planned.js";
import { untyped } from "./rows.js";
import { isNeeded, type Sampling, sampleObject } from "./samples.js";

/** The function by which the tests send a command or ask a query. */
export function sendHelper(operation: OperationModel): readonly Helper[] {
  const { input, path } = operation;
  const required = Object.fromEntries(
    Object.entries(input).filter(([, { definition }]) => isNeeded(definition)),
  );
  const values =
    Object.keys(required).length === 0 ? undefined : sampleObject(required, samplingOf(operation));
  const inputWith: Helper = {
    name: "inputWith",
    code:
      values === undefined || typeof values === "string" || values.kind !== "list"
        ? "const inputWith = (change: object = {}) => ({ ...change });"
        : sequence(
            "const inputWith = (change: object = {}) => (",
            object([...values.items, "...change"]),
            ");",
          ),
  };
  const body: Code =
    operation.kind === "command"
      ? sequence("const send = (caller: TestClient, change: object = {}) =>", {
          kind: "value",
          code: `caller.post(${text(path)}, inputWith(change));`,
        })
      : sequence(
          "const send = (caller: TestClient, change: object = {}) => ",
          {
            kind: "block",
            statements: [
              'const written = (value: unknown) => (Array.isArray(value) ? value.join(",") : String(value));',
              "const query = Object.entries(inputWith(change))",
              "  .filter(([, value]) => value !== undefined)",
              ["  .map(([name, value]) => `$", "{name}=$", "{encodeURIComponent(written(value))}`);"].join(
                "",
              ),
              ["return caller.get(`", path, "?$", '{query.join("&")}`);'].join(""),
            ],
          },
          ";",
        );
  return [inputWith, { name: "send", code: body }];
}

function samplingOf(operation: Pick<OperationModel, "service" | "name">): Sampling {
  const path = `${operation.service}.${operation.name}`;
  return { path, isUnique: false, idOf: () => "crypto.randomUUID()" };
}

/** Tests of who may run a command or ask a query, of what it takes, and of how it can fail. */
export function operationTests(
  operation: OperationModel,
  service: ServiceModel,
  model: SystemModel,
  roles: readonly string[],
): readonly PlannedTest[] {
  const { rule } = operation;
  const named = partsOf(rule).flatMap((one) => (one.kind === "role" ? [one.role] : []));
  const callers = callersOf(
    rule,
    roles.find((role) => !named.includes(role)),
  );
  const runner = callers.find((caller) => holds(rule, { caller }));
  return [
    ...callers.map((caller) => accessTest(operation, caller)),
    ...(runner ? limitTests(operation, runner) : []),
    ...Object.keys(operation.errors).map((code) => errorTest(operation, code, runner, service, model)),
  ];
}

function accessTest(operation: OperationModel, caller: Caller): PlannedTest {
  const { service, rule } = operation;
  const isAllowed = holds(rule, { caller });
  const name = `ACCESS ${service}.${operation.name}: ${isAllowed ? "allows" : "refuses"} ${caller.words}`;
  const statements: Code[] = [sequence("const { status, body } = await send(", clientOf(caller), ");")];
  if (isAllowed) {
    statements.push(
      'expect(["TOKEN_MISSING", "ACCESS_DENIED", "ROUTE_NOT_FOUND"]).not.toContain(body.code);',
      'expect(body.code).not.toBe("NOT_IMPLEMENTED");',
      "expect(status).toBeLessThan(500);",
    );
  } else if (opensToClients(rule)) {
    const expected = caller.signedIn ? '[403, "ACCESS_DENIED"]' : '[401, "TOKEN_MISSING"]';
    statements.push(`expect([status, body.code]).toEqual(${expected});`);
  } else {
    statements[0] = sequence("const { status } = await send(", clientOf(caller), ");");
    statements.push("expect([403, 404, 405]).toContain(status);");
  }
  return { key: name, name, isAsync: true, statements };
}

function limitTests(operation: OperationModel, runner: Caller): readonly PlannedTest[] {
  const invalid = operation.kind === "command" ? "INPUT_INVALID" : "PARAMETER_INVALID";
  const sampling = samplingOf(operation);
  return Object.entries(operation.input).flatMap(([field, { definition }]) => {
    const borders = bordersOf(definition, field, { ...sampling, path: `${sampling.path}.${field}` });
    const all = isNeeded(definition)
      ? [...borders, { words: "nothing at all", isTaken: false, value: "undefined", pointer: "" }]
      : borders;
    return all.map(({ words, isTaken, value, pointer }): PlannedTest => {
      const name = `LIMIT ${sampling.path}.${field}: ${isTaken ? "takes" : "refuses"} ${words}`;
      const sent = sequence(
        "await send(",
        clientOf(runner),
        ", ",
        object([property(field, untyped(value))]),
        ");",
      );
      const fault = operation.kind === "command" ? ("pointer" as const) : ("parameter" as const);
      const place = operation.kind === "command" ? `/${field}${pointer}` : field;
      const statements: Code[] = isTaken
        ? [
            sequence("const { status, body } = ", sent),
            `expect([${text(invalid)}, "ACCESS_DENIED", "ROUTE_NOT_FOUND"]).not.toContain(body.code);`,
            'expect(body.code).not.toBe("NOT_IMPLEMENTED");',
            "expect(status).toBeLessThan(500);",
          ]
        : [
            sequence("const { body } = ", sent),
            `expect(body.code).toBe(${text(invalid)});`,
            ...faultAt(fault, place),
          ];
      return { key: name, name, isAsync: true, statements };
    });
  });
}

function errorTest(
  operation: OperationModel,
  code: string,
  runner: Caller | undefined,
  service: ServiceModel,
  model: SystemModel,
): PlannedTest {
  const id = `ERROR ${operation.service}.${operation.name}.${code}`;
  const error = operation.errors[code];
  const name = `${id}: ${inOneLine(error?.description ?? "")}`;
  if (runner && isOfWhatIsNotThere(operation, code, service, model)) {
    const expected = `expect([status, body.code]).toEqual([${error?.status ?? 422}, ${text(code)}]);`;
    const sent = sequence("const { status, body } = await send(", clientOf(runner), ");");
    return { key: id, name, isAsync: true, statements: [sent, expected] };
  }
  const what = `${notWritten} ${id}. State how to provoke ${code}: ${inOneLine(error?.description ?? "")}`;
  return { key: id, name, isAsync: false, statements: [sequence(call("throw new Error", text(what)), ";")] };
}

/** Whether the error says that a row is not there whose id is asked for: any id that nobody has provokes it. */
function isOfWhatIsNotThere(
  { input, service }: OperationModel,
  code: string,
  own: ServiceModel,
  { services }: SystemModel,
): boolean {
  if (!/_(?:NOT_FOUND|UNKNOWN|GONE|MISSING|UNAVAILABLE)$|^NO_SUCH_/.test(code)) return false;
  return Object.values(input).some(({ definition }) => {
    const { type } = definition;
    const target =
      type.kind === "uuid" ? type.identifies : type.kind === "reference" ? type.target : undefined;
    if (target === undefined || !isNeeded(definition)) return false;
    const [name, of = service] = target.split(".").reverse();
    const entities: readonly EntityModel[] =
      (of === own.name ? own : services.find((one) => one.name === of))?.entities ?? [];
    const entity = entities.find((one) => one.name === name);
    return entity !== undefined && code.replace(/^NO_SUCH_/, "").startsWith(entity.constant);
  });
}
