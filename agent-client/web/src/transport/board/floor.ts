// The services that only some pages of the supervisor need; each is loaded with the page.

import type { BoardServer } from "./server";
import { AdminService } from "$proto/admin_service_pb";
import { InteractionService } from "$proto/interaction_service_pb";
import { ReportService } from "$proto/report_service_pb";
import { clientOf } from "../shared/channel";

export const adminOf = (server: BoardServer) => clientOf(AdminService, server.channel);
export const interactionsOf = (server: BoardServer) => clientOf(InteractionService, server.channel);
export const reportsOf = (server: BoardServer) => clientOf(ReportService, server.channel);
