#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <absl/synchronization/notification.h>
#include <absl/time/time.h>
#include <google/protobuf/text_format.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include "jackfield/v1/desk_service.grpc.pb.h"
#include "jackfield/v1/ticket_service.grpc.pb.h"

#include "server/base/time.h"
#include "server/grpc_api/time_mapping.h"
#include "tests/support/api_site.h"
#include "tests/support/desk_client.h"
#include "tests/support/fake_clock.h"
#include "tests/support/switch_client.h"
#include "tests/support/zones.h"

namespace jackfield::grpc_api {

// Tickets through the API, the engine and a real store, in a time that the test moves, with a
// telephone system and the desks of some agents.
//
// Thread safety: none; one per test.
class TicketFixture : public testing::Test {
 protected:
  using Clock = v1::TicketClock;
  using Desks = v1::DeskService;
  using Message = v1::WatchDeskResponse;
  using Tickets = v1::TicketService;

  // A configuration in the text form of Protobuf.
  void Apply(const std::string& document) {
    v1::Configuration centre;
    ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(document, &centre));
    site_.Apply(centre);
  }

  // The time moves on. Ends when all that is due then is done, and on the disk.
  void GoTo(WallTime at) {
    clock_.Advance(at - clock_.WallNow());
    absl::Notification done;
    site_.engine().Inspect([&done](const exchange::State&) { done.Notify(); });
    ASSERT_TRUE(done.WaitForNotificationWithTimeout(absl::Seconds(10)));
  }
  void GoTo(const std::string& utc) { GoTo(fakes::Utc(utc)); }

  // Calls the method, which is to succeed.
  template <typename Service, typename Stub, typename Request, typename Response>
  Response Ask(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
               const Request& request, const std::string& login) {
    std::string& secret = secrets_[login];
    if (secret.empty()) secret = site_.SignIn(login);
    Response response;
    const auto stub = Service::NewStub(site_.Connect());
    const grpc::Status status =
        ((*stub).*method)(test::ApiSite::Context(secret).get(), request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response;
  }

  void OpenDesk(const std::string& login) {
    std::string& secret = secrets_[login];
    if (secret.empty()) secret = site_.SignIn(login);
    desks_[login] = std::make_unique<test::DeskClient>(site_, secret);
    desk(login).Await(Message::kHeartbeat);
  }
  test::DeskClient& desk(const std::string& login) { return *desks_.at(login); }

  void BeReady(const std::string& login) {
    v1::SetAgentStateRequest request;
    request.set_state(v1::AgentStatus::STATE_READY);
    Ask<Desks>(&Desks::Stub::SetAgentState, request, login);
  }

  // The server stops and comes up again with what is on the disk; desks and telephone system come
  // back.
  void Restart() {
    std::vector<std::string> logins;
    for (const auto& [login, open] : desks_) logins.push_back(login);
    desks_.clear();
    pbx_.reset();
    site_.Restart();
    pbx_.emplace(site_);
    for (const std::string& login : logins) OpenDesk(login);
  }

  v1::WorkOffer AwaitOffer(const std::string& login) {
    return desk(login).Await(Message::kWorkOfferOpened).work_offer_opened();
  }
  void Accept(const v1::WorkOffer& offer, const std::string& login) {
    v1::AcceptWorkOfferRequest request;
    request.set_name(offer.name());
    Ask<Desks>(&Desks::Stub::AcceptWorkOffer, request, login);
  }

  // The next notice of that kind on the agent's desk. Not set: there came none.
  v1::WorkNotice AwaitNotice(const std::string& login, v1::WorkNotice::Kind kind) {
    Message told = desk(login).Await(Message::kNoticeAdded);
    while (told.has_notice_added() && told.notice_added().kind() != kind) {
      told = desk(login).Await(Message::kNoticeAdded);
    }
    return told.notice_added();
  }

  v1::Ticket Get(const std::string& name) {
    v1::GetTicketRequest request;
    request.set_name(name);
    return Ask<Tickets>(&Tickets::Stub::GetTicket, request, "supervisor").ticket();
  }

  // All there are, the newest first.
  std::vector<v1::Ticket> All() {
    const auto page =
        Ask<Tickets>(&Tickets::Stub::ListTickets, v1::ListTicketsRequest(), "supervisor");
    return {page.tickets().begin(), page.tickets().end()};
  }

  // Who did what, as "KIND actor after text", the oldest first.
  std::vector<std::string> HistoryOf(const std::string& ticket) {
    v1::ListTicketEntriesRequest request;
    request.set_ticket(ticket);
    request.set_page_size(100);
    std::vector<std::string> lines;
    const auto page = Ask<Tickets>(&Tickets::Stub::ListTicketEntries, request, "supervisor");
    for (const v1::TicketEntry& entry : page.entries()) {
      lines.insert(lines.begin(), v1::TicketEntry::Kind_Name(entry.kind()) + " " + entry.actor() +
                                      " " + entry.after() + " " + entry.text());
    }
    return lines;
  }

  // How a clock of the ticket stands, as "STATE warned until TIME", in UTC.
  static std::string Stands(const v1::Ticket& ticket, Clock::Kind kind) {
    for (const Clock& clock : ticket.clocks()) {
      if (clock.kind() != kind) continue;
      const std::string until =
          clock.has_due_time() ? fakes::Text(FromProto(clock.due_time())) : "nothing";
      return Clock::State_Name(clock.state()) + (clock.warned() ? " warned" : "") + " until " +
             until;
    }
    return "there is none";
  }

  fakes::FakeClock clock_;
  test::ApiSite site_{clock_};
  std::optional<test::SwitchClient> pbx_{site_};

 private:
  std::map<std::string, std::string> secrets_;  // By login.
  std::map<std::string, std::unique_ptr<test::DeskClient>> desks_;
};

}  // namespace jackfield::grpc_api
