import type { ConsumerModel, ServiceModel, SystemModel } from "@lintel/runtime/tools";
import { ToolError } from "../../../tool-error.js";

/** A consumer with the service that it belongs to. */
export interface NamedConsumer {
  readonly service: ServiceModel;
  readonly consumer: ConsumerModel;
}

/** Every consumer of a system. */
export function consumersOf({ services }: Pick<SystemModel, "services">): readonly NamedConsumer[] {
  return services.flatMap((service) => service.consumers.map((consumer) => ({ service, consumer })));
}

/** `billing.invoices` */
export function nameOf({ service, consumer }: NamedConsumer): string {
  return `${service.name}.${consumer.name}`;
}

/** The consumer that is meant: by its service and name, or by its name where no other has it. */
export function namedConsumer(model: Pick<SystemModel, "services">, text: string): NamedConsumer {
  const all = consumersOf(model);
  const [only, another] = all.filter((one) => nameOf(one) === text || one.consumer.name === text);
  if (only && !another) return only;
  const names = all.map(nameOf).join(", ");
  throw new ToolError(
    "CONSUMER_UNKNOWN",
    only
      ? `Several consumers are called "${text}"; expected one of: ${names}.`
      : `Received the consumer "${text}"; expected one of: ${names || "none, since no service has a consumer"}.`,
    "lintel log consumers",
    { exitCode: 2 },
  );
}
