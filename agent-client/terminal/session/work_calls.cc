#include "agent-client/terminal/session/work_calls.h"

#include <utility>

#include "jackfield/v1/call_control_service.grpc.pb.h"
#include "jackfield/v1/callback_service.grpc.pb.h"
#include "jackfield/v1/desk_service.grpc.pb.h"
#include "jackfield/v1/ticket_service.grpc.pb.h"

#include "agent-client/terminal/session/work_mapping.h"

namespace jackfield::client {
namespace {

using desk::AnswerValue;
using desk::CallCommand;
using desk::Command;
using Desks = v1::DeskService;
using Tickets = v1::TicketService;
using Calls = v1::CallControlService;
using Callbacks = v1::CallbacksService;

constexpr int kEntriesPage = 50;

const auto kDone = [](const auto&) -> AnswerValue { return desk::Done{}; };

// Every change of a ticket is answered with it.
const auto kTicketNow = [](const auto& response) -> AnswerValue {
  return desk::TicketNow{ToTicket(response.ticket())};
};

const auto kCallbackNow = [](const auto& response) -> AnswerValue {
  return ToCallbackAnswer(response.callback());
};

AnswerValue ReadCallbacks(const v1::ListCallbacksResponse& response) {
  desk::CallbacksListed listed;
  for (const auto& callback : response.callbacks()) {
    listed.callbacks.push_back(ToCallback(callback));
  }
  listed.more = !response.next_page_token().empty();
  return listed;
}

AnswerValue ReadList(const v1::ListTicketsResponse& response) {
  return desk::TicketsListed{ToTickets(response.tickets()), !response.next_page_token().empty()};
}

AnswerValue ReadEntries(const v1::ListTicketEntriesResponse& response) {
  desk::EntriesListed listed;
  for (const auto& entry : response.entries()) listed.entries.push_back(ToEntry(entry));
  listed.next_page_token = response.next_page_token();
  return listed;
}

// The commands to the switch; each is a method of its own.
struct Controller {
  CallLine& line;
  const Command& command;
  const desk::ControlCall& asked;

  template <typename Response, typename Request, typename Method>
  bool Send(Request request, Method method) const {
    request.set_request_id(line.RequestId(command));
    line.Begin<Calls, Response>(command, std::move(request), method, kDone);
    return true;
  }

  template <typename Request>
  Request OfCall() const {
    Request request;
    request.set_call(asked.call);
    return request;
  }

  template <typename Request>
  Request WithTarget() const {
    Request request = OfCall<Request>();
    request.set_target(asked.target);
    return request;
  }

  template <typename Request>
  Request OfBoth() const {
    Request request = OfCall<Request>();
    request.set_consultation(asked.consultation);
    return request;
  }

  bool Dial() const {
    v1::DialNumberRequest request;
    request.set_number(asked.target);
    return Send<v1::DialNumberResponse>(std::move(request), JACKFIELD_METHOD(DialNumber));
  }

  bool Start() const {
    switch (asked.kind) {
      case CallCommand::kAnswer:
        return Send<v1::AnswerCallResponse>(OfCall<v1::AnswerCallRequest>(),
                                            JACKFIELD_METHOD(AnswerCall));
      case CallCommand::kDecline:
        return Send<v1::DeclineCallResponse>(OfCall<v1::DeclineCallRequest>(),
                                             JACKFIELD_METHOD(DeclineCall));
      case CallCommand::kHold:
        return Send<v1::HoldCallResponse>(OfCall<v1::HoldCallRequest>(),
                                          JACKFIELD_METHOD(HoldCall));
      case CallCommand::kRetrieve:
        return Send<v1::RetrieveCallResponse>(OfCall<v1::RetrieveCallRequest>(),
                                              JACKFIELD_METHOD(RetrieveCall));
      case CallCommand::kHangUp:
        return Send<v1::HangUpCallResponse>(OfCall<v1::HangUpCallRequest>(),
                                            JACKFIELD_METHOD(HangUpCall));
      case CallCommand::kTransfer:
        return Send<v1::TransferCallResponse>(WithTarget<v1::TransferCallRequest>(),
                                              JACKFIELD_METHOD(TransferCall));
      case CallCommand::kConsult:
        return Send<v1::ConsultCallResponse>(WithTarget<v1::ConsultCallRequest>(),
                                             JACKFIELD_METHOD(ConsultCall));
      case CallCommand::kCompleteTransfer:
        return Send<v1::CompleteTransferResponse>(OfBoth<v1::CompleteTransferRequest>(),
                                                  JACKFIELD_METHOD(CompleteTransfer));
      case CallCommand::kConference:
        return Send<v1::ConferenceCallResponse>(OfBoth<v1::ConferenceCallRequest>(),
                                                JACKFIELD_METHOD(ConferenceCall));
      case CallCommand::kCancelConsult:
        return Send<v1::CancelConsultationResponse>(OfCall<v1::CancelConsultationRequest>(),
                                                    JACKFIELD_METHOD(CancelConsultation));
      case CallCommand::kDial:
        return Dial();
      case CallCommand::kNone:
        return false;
    }
    return false;
  }
};

struct Starter {
  CallLine& line;
  const Command& command;

  bool operator()(const desk::AcceptWorkOffer& accept) const {
    v1::AcceptWorkOfferRequest request;
    request.set_name(accept.name);
    request.set_request_id(line.RequestId(command));
    line.Begin<Desks, v1::AcceptWorkOfferResponse>(command, std::move(request),
                                                   JACKFIELD_METHOD(AcceptWorkOffer), kDone);
    return true;
  }

  bool operator()(const desk::DeclineWorkOffer& decline) const {
    v1::DeclineWorkOfferRequest request;
    request.set_name(decline.name);
    request.set_request_id(line.RequestId(command));
    line.Begin<Desks, v1::DeclineWorkOfferResponse>(command, std::move(request),
                                                    JACKFIELD_METHOD(DeclineWorkOffer), kDone);
    return true;
  }

  bool operator()(const desk::AcknowledgeNotices& seen) const {
    v1::AcknowledgeNoticesRequest request;
    for (const std::string& name : seen.names) request.add_names(name);
    request.set_request_id(line.RequestId(command));
    line.Begin<Desks, v1::AcknowledgeNoticesResponse>(command, std::move(request),
                                                      JACKFIELD_METHOD(AcknowledgeNotices), kDone);
    return true;
  }

  bool operator()(const desk::CompleteCallback& complete) const {
    v1::CompleteCallbackRequest request = FromOutcome(complete);
    request.set_request_id(line.RequestId(command));
    line.Begin<Callbacks, v1::CompleteCallbackResponse>(command, std::move(request),
                                                        JACKFIELD_METHOD(CompleteCallback), kDone);
    return true;
  }

  bool operator()(const desk::ReturnCallback& give_back) const {
    v1::ReturnCallbackRequest request;
    request.set_callback(give_back.callback);
    request.set_request_id(line.RequestId(command));
    line.Begin<Callbacks, v1::ReturnCallbackResponse>(command, std::move(request),
                                                      JACKFIELD_METHOD(ReturnCallback), kDone);
    return true;
  }

  bool operator()(const desk::CancelCallback& cancel) const {
    v1::CancelCallbackRequest request;
    request.set_callback(cancel.callback);
    request.set_request_id(line.RequestId(command));
    line.Begin<Callbacks, v1::CancelCallbackResponse>(
        command, std::move(request), JACKFIELD_METHOD(CancelCallback), kCallbackNow);
    return true;
  }

  bool operator()(const desk::ListCallbacks& list) const {
    line.Begin<Callbacks, v1::ListCallbacksResponse>(
        command, FromCallbackList(list), JACKFIELD_METHOD(ListCallbacks), ReadCallbacks);
    return true;
  }

  bool operator()(const desk::TakeCallback& take) const {
    v1::TakeCallbackRequest request;
    request.set_callback(take.callback);
    request.set_request_id(line.RequestId(command));
    line.Begin<Callbacks, v1::TakeCallbackResponse>(command, std::move(request),
                                                    JACKFIELD_METHOD(TakeCallback), kCallbackNow);
    return true;
  }

  bool operator()(const desk::RescheduleCallback& move) const {
    v1::RescheduleCallbackRequest request = FromMove(move);
    request.set_request_id(line.RequestId(command));
    line.Begin<Callbacks, v1::RescheduleCallbackResponse>(
        command, std::move(request), JACKFIELD_METHOD(RescheduleCallback), kCallbackNow);
    return true;
  }

  bool operator()(const desk::ControlCall& asked) const {
    return Controller{line, command, asked}.Start();
  }

  bool operator()(const desk::ListTickets& list) const {
    line.Begin<Tickets, v1::ListTicketsResponse>(command, FromList(list),
                                                 JACKFIELD_METHOD(ListTickets), ReadList);
    return true;
  }

  bool operator()(const desk::ListTicketEntries& list) const {
    v1::ListTicketEntriesRequest request;
    request.set_ticket(list.ticket);
    request.set_page_size(kEntriesPage);
    request.set_page_token(list.page_token);
    line.Begin<Tickets, v1::ListTicketEntriesResponse>(
        command, std::move(request), JACKFIELD_METHOD(ListTicketEntries), ReadEntries);
    return true;
  }

  bool operator()(const desk::CommentTicket& comment) const {
    v1::CommentTicketRequest request;
    request.set_ticket(comment.ticket);
    request.set_text(comment.text);
    request.set_visibility(comment.is_public ? v1::TicketEntry::VISIBILITY_PUBLIC
                                             : v1::TicketEntry::VISIBILITY_INTERNAL);
    request.set_request_id(line.RequestId(command));
    line.Begin<Tickets, v1::CommentTicketResponse>(command, std::move(request),
                                                   JACKFIELD_METHOD(CommentTicket), kTicketNow);
    return true;
  }

  bool operator()(const desk::SetTicketState& change) const {
    v1::SetTicketStateRequest request = FromChange(change);
    request.set_request_id(line.RequestId(command));
    line.Begin<Tickets, v1::SetTicketStateResponse>(command, std::move(request),
                                                    JACKFIELD_METHOD(SetTicketState), kTicketNow);
    return true;
  }

  bool operator()(const desk::TakeTicket& take) const {
    v1::TakeTicketRequest request;
    request.set_ticket(take.ticket);
    request.set_request_id(line.RequestId(command));
    line.Begin<Tickets, v1::TakeTicketResponse>(command, std::move(request),
                                                JACKFIELD_METHOD(TakeTicket), kTicketNow);
    return true;
  }

  bool operator()(const desk::ReadTicket& read) const {
    v1::GetTicketRequest request;
    request.set_name(read.ticket);
    line.Begin<Tickets, v1::GetTicketResponse>(command, std::move(request),
                                               JACKFIELD_METHOD(GetTicket), kTicketNow);
    return true;
  }

  bool operator()(const desk::UpdateTicket& update) const {
    v1::UpdateTicketRequest request = FromEdit(update);
    request.set_request_id(line.RequestId(command));
    line.Begin<Tickets, v1::UpdateTicketResponse>(command, std::move(request),
                                                  JACKFIELD_METHOD(UpdateTicket), kTicketNow);
    return true;
  }

  bool operator()(const desk::AssignTicket& assign) const {
    v1::AssignTicketRequest request;
    request.set_ticket(assign.ticket);
    request.set_owner(assign.owner);
    request.set_etag(assign.etag);
    request.set_request_id(line.RequestId(command));
    line.Begin<Tickets, v1::AssignTicketResponse>(command, std::move(request),
                                                  JACKFIELD_METHOD(AssignTicket), kTicketNow);
    return true;
  }

  bool operator()(const desk::RateTicket& rate) const {
    v1::RateTicketRequest request;
    request.set_ticket(rate.ticket);
    request.set_satisfaction(rate.satisfaction);
    request.set_request_id(line.RequestId(command));
    line.Begin<Tickets, v1::RateTicketResponse>(command, std::move(request),
                                                JACKFIELD_METHOD(RateTicket), kTicketNow);
    return true;
  }

  bool operator()(const desk::CreateTicket& draft) const {
    v1::CreateTicketRequest request = FromDraft(draft);
    request.set_request_id(line.RequestId(command));
    line.Begin<Tickets, v1::CreateTicketResponse>(command, std::move(request),
                                                  JACKFIELD_METHOD(CreateTicket), kTicketNow);
    return true;
  }

  template <typename Other>
  bool operator()(const Other&) const {
    return false;
  }
};

}  // namespace

bool StartWork(CallLine& line, const desk::Command& command) {
  return std::visit(Starter{line, command}, command.act);
}

}  // namespace jackfield::client
