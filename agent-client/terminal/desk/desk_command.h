#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "agent-client/terminal/desk/desk_values.h"

// What a desk asks to be carried out. Names as in proto/jackfield/v1.
namespace jackfield::desk {

struct SetAgentState {
  AgentState state = AgentState::kReady;
  std::string reason;
};
struct ReportPopShown {
  std::string offer;
};
struct SaveWrapUpNote {
  std::string call;
  std::string note;
  std::int64_t revision = 0;
};
struct CompleteWrapUp {
  std::string call;
  std::string disposition;
  std::string note;
};
struct ExtendWrapUp {
  std::string call;
};
struct ChooseCaller {
  std::string call;
  std::string customer;  // Empty: not the one shown.
};
struct SetPopMode {
  PopMode mode = PopMode::kOn;
};
struct AcknowledgeMissed {
  std::vector<std::string> offers;  // Empty: all.
};
struct SearchCustomers {
  std::string query;
};
struct ReadTimeline {
  std::string customer;
  Channel channel = Channel::kUnknown;  // kUnknown: all.
  std::string page_token;
};
struct ReadInteraction {
  std::string name;
};
// A customer as typed.
struct CustomerDraft {
  std::string display_name;
  std::string company;
  std::string number;
  std::string email_address;
};
struct FindDuplicates {
  CustomerDraft customer;
};
struct CreateCustomer {
  CustomerDraft customer;
};

// Things of this machine, without an answer.
struct RingBell {};
struct OpenPop {  // Runs the command of --on-pop.
  Pop pop;
};
struct Reconnect {};  // At once, without the pause.
struct Redraw {};
struct Quit {};

using Act = std::variant<SetAgentState, ReportPopShown, SaveWrapUpNote, CompleteWrapUp,
                         ExtendWrapUp, ChooseCaller, SetPopMode, AcknowledgeMissed, SearchCustomers,
                         ReadTimeline, ReadInteraction, FindDuplicates, CreateCustomer, RingBell,
                         OpenPop, Reconnect, Redraw, Quit>;

struct Command {
  std::uint64_t id = 0;   // Given back in `Answer::command`.
  std::uint64_t key = 0;  // The same for an act that is repeated: names the request to the server.
  Act act;
};

}  // namespace jackfield::desk
