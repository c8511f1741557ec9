// The callbacks of the supervisor's page: asked for directly, over the page's own channel.

import type { AskCallbacks } from "../../domain/callbacks/callback";
import type { BoardServer } from "../../transport/board/server";
import { CallbackApi } from "../../transport/callbacks/api";
import { failureOf } from "../../transport/shared/failure";

export function callbacksOf(server: BoardServer): AskCallbacks {
  const api = new CallbackApi(server.channel);
  return async (query) => {
    try {
      return { ok: true, value: await api.list(query) };
    } catch (thrown) {
      return { ok: false, failure: failureOf(thrown) };
    }
  };
}
