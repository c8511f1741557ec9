// Calls about callbacks, carried out by the server. Loaded when something first asks for one.

import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import { create } from "@bufbuild/protobuf";
import type { Client, Transport } from "@connectrpc/connect";
import { createClient } from "@connectrpc/connect";
import type { Callback as CallbackMessage } from "$proto/callback_pb";
import { CallbackSchema } from "$proto/callback_pb";
import { CallbackFilterSchema, CallbacksService } from "$proto/callback_service_pb";
import type {
  Callback,
  CallbackFilter,
  CallbackPage,
  CallbackQuery,
  PromiseQuery,
} from "../../domain/callbacks/callback";
import {
  ATTEMPT_OUTCOMES,
  CALLBACK_ORIGINS,
  CALLBACK_STATES,
  RECOVERIES,
} from "../../domain/callbacks/callback";
import type { CallbackRequest } from "../../domain/desk/command";
import { callbackOf } from "./mapping";

function filterOf(filter: CallbackFilter) {
  const { createdFromMs } = filter;
  return create(CallbackFilterSchema, {
    states: filter.states.map((state) => CALLBACK_STATES.indexOf(state)),
    origins: filter.origins.map((origin) => CALLBACK_ORIGINS.indexOf(origin)),
    queue: filter.queue,
    recovery: RECOVERIES.indexOf(filter.recovery),
    ...(createdFromMs === null ? {} : { startTime: timestampFromMs(createdFromMs) }),
  });
}

export class CallbackApi {
  private readonly client: Client<typeof CallbacksService>;

  constructor(channel: Transport) {
    this.client = createClient(CallbacksService, channel);
  }

  async list({ filter, pageSize, pageToken }: CallbackQuery): Promise<CallbackPage> {
    const page = { filter: filterOf(filter), pageSize, pageToken };
    const { callbacks, nextPageToken } = await this.client.listCallbacks(page);
    return { callbacks: callbacks.map(callbackOf), nextPageToken };
  }

  async promise({ promise, requestId }: PromiseQuery): Promise<null> {
    const { number, customer, queue, note, preferredAgent, interaction, earliestMs } = promise;
    const callback = create(CallbackSchema, {
      number: { raw: number },
      customer,
      queue,
      note,
      preferredAgent,
      origin: CALLBACK_ORIGINS.indexOf("promise"),
      earliestTime: timestampFromMs(earliestMs),
    });
    await this.client.createCallback({ callback, interaction, requestId });
    return null;
  }

  // The callback after it. null: the server does not tell more than that it is done.
  async change(request: CallbackRequest, requestId: string): Promise<Callback | null> {
    const { callback } = await this.send(request, requestId);
    return isTold(callback) ? callbackOf(callback) : null;
  }

  private send(request: CallbackRequest, requestId: string) {
    const { callback } = request;
    switch (request.method) {
      case "TakeCallback":
        return this.client.takeCallback({ callback, requestId });
      case "ReturnCallback":
        return this.client.returnCallback({ callback, requestId });
      case "CancelCallback":
        return this.client.cancelCallback({ callback, requestId });
      case "CompleteCallback": {
        const { nextAttemptMs } = request;
        return this.client.completeCallback({
          callback,
          outcome: ATTEMPT_OUTCOMES.indexOf(request.outcome),
          requestId,
          ...(nextAttemptMs === null ? {} : { nextAttemptTime: timestampFromMs(nextAttemptMs) }),
        });
      }
    }
  }
}

// Where the server cannot read it after the change, the answer has nothing but its name.
const isTold = (callback: CallbackMessage | undefined): callback is CallbackMessage =>
  callback !== undefined && callback.state !== 0;
