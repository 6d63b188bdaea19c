import type { EventModel, SystemModel } from "../../blueprint/index.js";
import { shapeSchema } from "../../plan/index.js";
import type { ChannelObject, MessageObject, SchemaObject } from "./asyncapi-document.js";

/** The channel of one declared event. Where it is sent is for those who subscribe to it: a webhook, a consumer. */
export function describeEvent(model: SystemModel, event: EventModel) {
  const name = `event.${event.service}.${event.name}`;
  const message: MessageObject = {
    name: event.type,
    title: event.name,
    summary: event.description ?? `The event ${event.name} of the service ${event.service}.`,
    contentType: "application/cloudevents+json",
    payload: cloudEventSchema(model, event),
  };
  const channel: ChannelObject = {
    address: null,
    title: event.name,
    description: `The event ${event.name}, version ${event.version}, as a CloudEvent.`,
    messages: { [event.name]: { $ref: `#/components/messages/${name}` } },
  };
  return { name, message, channel };
}

/** CloudEvents 1.0.2 in JSON, with the attributes that `toCloudEvent` writes. */
function cloudEventSchema({ name: system }: SystemModel, event: EventModel): SchemaObject {
  const text = { type: "string", minLength: 1 };
  return {
    type: "object",
    required: ["specversion", "id", "source", "type", "time", "position", "data"],
    properties: {
      specversion: { type: "string", const: "1.0" },
      id: { ...text, description: "Epoch and position: the same for whoever receives it, however often." },
      source: { type: "string", const: `/${system}/${event.service}` },
      type: { type: "string", const: event.type },
      subject: { ...text, description: "The key." },
      time: { type: "string", format: "date-time" },
      datacontenttype: { type: "string", const: "application/json" },
      position: { ...text, pattern: "^[0-9]+$" },
      partitionkey: { ...text, description: "By what it is kept in order." },
      actor: { ...text, description: "Who caused it, where that is known." },
      requestid: text,
      traceid: text,
      data: shapeSchema(event.shape, "output", "documents"),
    },
  };
}
