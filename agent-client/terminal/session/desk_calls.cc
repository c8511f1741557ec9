#include "agent-client/terminal/session/desk_calls.h"

#include <utility>

#include "jackfield/v1/customer_service.grpc.pb.h"
#include "jackfield/v1/desk_service.grpc.pb.h"
#include "jackfield/v1/interaction_service.grpc.pb.h"
#include "jackfield/v1/session_service.grpc.pb.h"

#include "agent-client/terminal/session/answer_mapping.h"
#include "agent-client/terminal/session/call_line.h"
#include "agent-client/terminal/session/desk_mapping.h"
#include "agent-client/terminal/session/work_calls.h"

namespace jackfield::client {
namespace {

constexpr int kSearchPage = 50;
constexpr int kTimelinePage = 50;

google::protobuf::Timestamp ToTimestamp(WallTime time) {
  const auto ms = time.time_since_epoch().count();
  google::protobuf::Timestamp out;
  out.set_seconds(ms / 1'000);
  out.set_nanos(static_cast<std::int32_t>(ms % 1'000) * 1'000'000);
  return out;
}

google::protobuf::Duration ToSpan(Duration span) {
  google::protobuf::Duration out;
  out.set_seconds(span.count() / 1'000);
  out.set_nanos(static_cast<std::int32_t>(span.count() % 1'000) * 1'000'000);
  return out;
}

v1::AgentStatus::State ToState(desk::AgentState state) {
  return static_cast<v1::AgentStatus::State>(state);
}

const auto kDone = [](const auto&) -> desk::AnswerValue { return desk::Done{}; };

using desk::AnswerValue;
using desk::Command;
using Service = v1::DeskService;

AnswerValue Read(const v1::SetAgentStateResponse& response) {
  return desk::AgentNow{ToAgent(response.status()), desk::AgentNow::What::kStatus};
}

AnswerValue Read(const v1::SetPopModeResponse& response) {
  return desk::AgentNow{ToAgent(response.agent()), desk::AgentNow::What::kPopMode};
}

AnswerValue Read(const v1::SaveWrapUpNoteResponse& response) {
  return desk::NoteSaved{response.note_revision()};
}

AnswerValue Read(const v1::CompleteWrapUpResponse& response) {
  return desk::WrapUpNow{ToWrapUp(response.wrap_up())};
}

AnswerValue Read(const v1::ExtendWrapUpResponse& response) {
  return desk::WrapUpNow{ToWrapUp(response.wrap_up())};
}

AnswerValue Read(const v1::ChooseCallerResponse& response) {
  return desk::CallerNow{ToCaller(response.caller())};
}

AnswerValue Read(const v1::SearchCustomersResponse& response) {
  desk::CustomersFound found;
  for (const auto& customer : response.customers()) {
    found.customers.push_back(ToCustomer(customer));
  }
  found.more = !response.next_page_token().empty();
  return found;
}

AnswerValue Read(const v1::GetTimelineResponse& response) {
  desk::TimelinePage page;
  for (const auto& interaction : response.interactions()) {
    page.briefs.push_back(ToBrief(interaction));
  }
  page.next_page_token = response.next_page_token();
  return page;
}

AnswerValue Read(const v1::GetInteractionResponse& response) {
  return desk::InteractionRead{ToInteraction(response.interaction())};
}

AnswerValue Read(const v1::FindDuplicatesResponse& response) {
  desk::DuplicatesFound found;
  for (const auto& duplicate : response.possible_duplicates()) {
    found.duplicates.push_back(ToDuplicate(duplicate));
  }
  return found;
}

AnswerValue Read(const v1::CreateCustomerResponse& response) {
  return desk::CustomerCreated{ToCustomer(response.customer()),
                               response.claimed_interaction_count()};
}

const auto kRead = [](const auto& response) { return Read(response); };

struct Starter {
  CallLine& line;
  const Command& command;
  WallTime server_now;

  bool operator()(const desk::SetAgentState& set) {
    v1::SetAgentStateRequest request;
    request.set_state(ToState(set.state));
    request.set_reason(set.reason);
    request.set_request_id(line.RequestId(command));
    line.Begin<Service, v1::SetAgentStateResponse>(command, std::move(request),
                                                   JACKFIELD_METHOD(SetAgentState), kRead);
    return true;
  }

  bool operator()(const desk::SetPopMode& set) {
    v1::SetPopModeRequest request;
    request.set_pop_mode(static_cast<v1::PopMode>(set.mode));
    request.set_request_id(line.RequestId(command));
    line.Begin<Service, v1::SetPopModeResponse>(command, std::move(request),
                                                JACKFIELD_METHOD(SetPopMode), kRead);
    return true;
  }

  bool operator()(const desk::ReportPopShown& shown) {
    v1::ReportPopShownRequest request;
    request.set_offer(shown.offer);
    *request.mutable_painted_time() = ToTimestamp(server_now);
    line.Begin<Service, v1::ReportPopShownResponse>(command, std::move(request),
                                                    JACKFIELD_METHOD(ReportPopShown), kDone);
    return true;
  }

  bool operator()(const desk::SaveWrapUpNote& save) {
    v1::SaveWrapUpNoteRequest request;
    request.set_call(save.call);
    request.set_note(save.note);
    request.set_note_revision(save.revision);
    line.Begin<Service, v1::SaveWrapUpNoteResponse>(command, std::move(request),
                                                    JACKFIELD_METHOD(SaveWrapUpNote), kRead);
    return true;
  }

  bool operator()(const desk::CompleteWrapUp& complete) {
    v1::CompleteWrapUpRequest request;
    request.set_call(complete.call);
    request.set_disposition(complete.disposition);
    request.set_note(complete.note);
    request.set_request_id(line.RequestId(command));
    line.Begin<Service, v1::CompleteWrapUpResponse>(command, std::move(request),
                                                    JACKFIELD_METHOD(CompleteWrapUp), kRead);
    return true;
  }

  bool operator()(const desk::ExtendWrapUp& extend) {
    v1::ExtendWrapUpRequest request;
    request.set_call(extend.call);
    request.set_request_id(line.RequestId(command));
    line.Begin<Service, v1::ExtendWrapUpResponse>(command, std::move(request),
                                                  JACKFIELD_METHOD(ExtendWrapUp), kRead);
    return true;
  }

  bool operator()(const desk::ChooseCaller& choose) {
    v1::ChooseCallerRequest request;
    request.set_call(choose.call);
    if (choose.customer.empty()) {
      request.set_not_them(true);
    } else {
      request.set_customer(choose.customer);
    }
    request.set_request_id(line.RequestId(command));
    line.Begin<Service, v1::ChooseCallerResponse>(command, std::move(request),
                                                  JACKFIELD_METHOD(ChooseCaller), kRead);
    return true;
  }

  bool operator()(const desk::AcknowledgeMissed& seen) {
    v1::AcknowledgeMissedRequest request;
    for (const std::string& offer : seen.offers) request.add_offers(offer);
    request.set_request_id(line.RequestId(command));
    line.Begin<Service, v1::AcknowledgeMissedResponse>(command, std::move(request),
                                                       JACKFIELD_METHOD(AcknowledgeMissed), kDone);
    return true;
  }

  bool operator()(const desk::SearchCustomers& search) {
    v1::SearchCustomersRequest request;
    request.set_query(search.query);
    request.set_page_size(kSearchPage);
    line.Begin<v1::CustomerService, v1::SearchCustomersResponse>(
        command, std::move(request), JACKFIELD_METHOD(SearchCustomers), kRead);
    return true;
  }

  bool operator()(const desk::ReadTimeline& read) {
    v1::GetTimelineRequest request;
    request.set_customer(read.customer);
    if (read.channel != desk::Channel::kUnknown) {
      request.add_channels(static_cast<v1::Channel>(read.channel));
    }
    request.set_page_size(kTimelinePage);
    request.set_page_token(read.page_token);
    line.Begin<v1::InteractionService, v1::GetTimelineResponse>(
        command, std::move(request), JACKFIELD_METHOD(GetTimeline), kRead);
    return true;
  }

  bool operator()(const desk::ReadInteraction& read) {
    v1::GetInteractionRequest request;
    request.set_name(read.name);
    line.Begin<v1::InteractionService, v1::GetInteractionResponse>(
        command, std::move(request), JACKFIELD_METHOD(GetInteraction), kRead);
    return true;
  }

  bool operator()(const desk::FindDuplicates& find) {
    v1::FindDuplicatesRequest request;
    *request.mutable_customer() = FromDraft(find.customer);
    line.Begin<v1::CustomerService, v1::FindDuplicatesResponse>(
        command, std::move(request), JACKFIELD_METHOD(FindDuplicates), kRead);
    return true;
  }

  bool operator()(const desk::CreateCustomer& create) {
    v1::CreateCustomerRequest request;
    *request.mutable_customer() = FromDraft(create.customer);
    request.set_request_id(line.RequestId(command));
    line.Begin<v1::CustomerService, v1::CreateCustomerResponse>(
        command, std::move(request), JACKFIELD_METHOD(CreateCustomer), kRead);
    return true;
  }

  // About work, or of this machine.
  template <typename Other>
  bool operator()(const Other&) {
    return StartWork(line, command);
  }
};

}  // namespace

DeskCalls::DeskCalls(std::shared_ptr<grpc::Channel> channel, std::string run, Callbacks callbacks)
    : line_(std::make_unique<CallLine>(std::move(channel), std::move(run), std::move(callbacks))) {}

DeskCalls::~DeskCalls() = default;

bool DeskCalls::Start(const desk::Command& command, WallTime server_now) {
  return std::visit(Starter{*line_, command, server_now}, command.act);
}

void DeskCalls::Ping() {
  v1::WhoAmIRequest request;
  if (const auto measured = line_->round_trip()) {
    *request.mutable_round_trip_duration() = ToSpan(*measured);
  }
  line_->Begin<v1::SessionService, v1::WhoAmIResponse>(desk::Command{}, std::move(request),
                                                       JACKFIELD_METHOD(WhoAmI), kDone);
}

}  // namespace jackfield::client
