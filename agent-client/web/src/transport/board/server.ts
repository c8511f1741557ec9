// The services that a board needs, over one channel. What only the supervisor's page needs is in
// `floor.ts`, so that a wallboard does not load it.

import type { Client, Transport } from "@connectrpc/connect";
import type { Principal } from "$proto/session_pb";
import { SessionService } from "$proto/session_service_pb";
import { SupervisionService } from "$proto/supervision_service_pb";
import type { ChannelOptions } from "../shared/channel";
import { COOKIE_SESSION, clientOf, openChannel } from "../shared/channel";

export interface BoardServer {
  readonly channel: Transport;
  readonly session: Client<typeof SessionService>;
  readonly supervision: Client<typeof SupervisionService>;
}

export function boardServer(options: ChannelOptions): BoardServer {
  const channel = openChannel(options);
  return {
    channel,
    session: clientOf(SessionService, channel),
    supervision: clientOf(SupervisionService, channel),
  };
}

export interface Who {
  readonly principal: Principal | undefined;
  readonly serverVersion: string;
}

export async function whoAmI(server: BoardServer): Promise<Who> {
  const { principal, serverVersion } = await server.session.whoAmI({});
  return { principal, serverVersion };
}

export async function signIn(server: BoardServer, login: string, password: string) {
  const request = { login, password, clientName: "web supervisor" };
  await server.session.signIn(request, { headers: COOKIE_SESSION });
}
