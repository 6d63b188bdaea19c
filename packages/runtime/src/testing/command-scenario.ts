import type { AnyService, Db, Input, Result } from "../blueprint/index.js";
import type { Running } from "../serve/index.js";
import type { TestActor, TestAnswer, TestBody, TestClient } from "./client.js";

/** What came of a command: its output, or the problem document that a caller would see. */
export interface CommandOutcome<Output> {
  readonly output?: Output;
  readonly failure?: TestBody;
  readonly answer: TestAnswer;
}

type OutputOf<S extends AnyService, Name> = S["outputs"] extends infer O
  ? Name extends keyof O
    ? Result<O[Name]>
    : void
  : never;

/** A command under test, sent over HTTP as its callers send it. */
export interface CommandScenario<S extends AnyService, Name extends keyof S["inputs"]> {
  /** Arranges what is there, in one transaction of the service. Can be called several times. */
  given(arrange: (db: Db<S["entities"]>) => Promise<unknown>): CommandScenario<S, Name>;
  /** Sends the command, once what is given is there. */
  when(actor: TestActor, input: Input<S["inputs"][Name]>): Promise<CommandOutcome<OutputOf<S, Name>>>;
}

interface Subject<S, Name> {
  readonly running: Running;
  readonly service: S;
  readonly name: Name;
  readonly as: (actor: TestActor) => TestClient;
}

/** Begins a scenario for one command of one service. */
export function commandScenario<S extends AnyService, Name extends keyof S["inputs"] & string>(
  subject: Subject<S, Name>,
  arrangements: readonly ((db: Db<S["entities"]>) => Promise<unknown>)[] = [],
): CommandScenario<S, Name> {
  const { running, service, name, as } = subject;
  const model = running.model.services.find((one) => one.name === service.data.name);
  const command = model?.commands.find((one) => one.name === name);
  if (!command) throw new TypeError(`The system has no command "${service.data.name}.${name}".`);
  return {
    given: (arrange) => commandScenario(subject, [...arrangements, arrange]),
    async when(actor, input) {
      for (const arrange of arrangements) {
        await running.database
          .service(command.service)
          .transaction({}, (transaction) => arrange(transaction.db as unknown as Db<S["entities"]>));
      }
      const answer = await as(actor).post(command.path, input);
      if (answer.status >= 400) return { failure: answer.body, answer };
      return { output: answer.body?.data as unknown as OutputOf<S, Name>, answer };
    },
  };
}
