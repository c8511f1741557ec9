// Commands to the switch, as the desk asks for them.

import type { Client, Transport } from "@connectrpc/connect";
import { createClient } from "@connectrpc/connect";
import type { IssuedCommand } from "$proto/call_control_service_pb";
import { CallControlService } from "$proto/call_control_service_pb";
import type { CallRequest } from "../../domain/desk/command";

export class CallControl {
  private readonly client: Client<typeof CallControlService>;

  constructor(channel: Transport) {
    this.client = createClient(CallControlService, channel);
  }

  async issue(request: CallRequest, requestId: string): Promise<IssuedCommand | undefined> {
    return (await this.send(request, requestId)).command;
  }

  private send(request: CallRequest, requestId: string) {
    switch (request.method) {
      case "AnswerCall":
        return this.client.answerCall({ call: request.call, requestId });
      case "DeclineCall":
        return this.client.declineCall({ call: request.call, requestId });
      case "HoldCall":
        return this.client.holdCall({ call: request.call, requestId });
      case "RetrieveCall":
        return this.client.retrieveCall({ call: request.call, requestId });
      case "HangUpCall":
        return this.client.hangUpCall({ call: request.call, requestId });
      case "TransferCall":
        return this.client.transferCall({ ...targetOf(request), requestId });
      case "ConsultCall":
        return this.client.consultCall({ ...targetOf(request), requestId });
      case "CompleteTransfer":
        return this.client.completeTransfer({ ...consultationOf(request), requestId });
      case "CancelConsultation":
        return this.client.cancelConsultation({ call: request.call, requestId });
      case "ConferenceCall":
        return this.client.conferenceCall({ ...consultationOf(request), requestId });
      case "DialNumber":
        return this.client.dialNumber({ number: request.number, requestId });
    }
  }
}

const targetOf = ({ call, target }: Extract<CallRequest, { target: string }>) => ({ call, target });
const consultationOf = ({
  call,
  consultation,
}: Extract<CallRequest, { consultation: string }>) => ({ call, consultation });
