#pragma once

#include <string>
#include <vector>

#include <google/protobuf/timestamp.pb.h>

#include "jackfield/v1/ticket_service.pb.h"

#include "server/base/result.h"

namespace jackfield::cli {

// Which tickets a command line means.
struct TicketChoice {
  std::string query;
  std::vector<std::string> states;
  std::vector<std::string> types;
  std::string priority_min;
  std::string customer;
  std::string queue;
  std::string owner;  // "-": nobody.
  std::string tag;
  bool watched = false;
  bool breached = false;
  std::string due_within;
  std::string from;
  std::string to;
  bool all = false;  // Also those that are resolved and closed.

  bool operator==(const TicketChoice&) const = default;
};

// The filter that it stands for. Without states, and without `all`, those that are new, open or
// pending. Errors: kInvalidArgument: a word, a time or a span that cannot be read.
//
// Thread safety: pure function.
Result<v1::TicketFilter> ToFilter(const TicketChoice& choice,
                                  const google::protobuf::Timestamp& now);

// The order that `word` names; the usual one for an empty word, and for one that is none.
//
// Thread safety: pure function.
v1::ListTicketsRequest::Order ReadOrder(const std::string& word);

}  // namespace jackfield::cli
