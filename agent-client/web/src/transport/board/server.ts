// The services that the board and the supervisor's page use, over one channel.

import type { Client } from "@connectrpc/connect";
import { AdminService } from "$proto/admin_service_pb";
import { InteractionService } from "$proto/interaction_service_pb";
import { ReportService } from "$proto/report_service_pb";
import type { Principal } from "$proto/session_pb";
import { SessionService } from "$proto/session_service_pb";
import { SupervisionService } from "$proto/supervision_service_pb";
import type { ChannelOptions } from "../shared/channel";
import { COOKIE_SESSION, clientOf, openChannel } from "../shared/channel";

export interface BoardServer {
  readonly session: Client<typeof SessionService>;
  readonly supervision: Client<typeof SupervisionService>;
  readonly reports: Client<typeof ReportService>;
  readonly interactions: Client<typeof InteractionService>;
  readonly admin: Client<typeof AdminService>;
}

export function boardServer(options: ChannelOptions): BoardServer {
  const channel = openChannel(options);
  return {
    session: clientOf(SessionService, channel),
    supervision: clientOf(SupervisionService, channel),
    reports: clientOf(ReportService, channel),
    interactions: clientOf(InteractionService, channel),
    admin: clientOf(AdminService, channel),
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
