#pragma once

#include <string>

#include <google/protobuf/timestamp.pb.h>

#include "jackfield/v1/saved_view_service.pb.h"

#include "server/app/cli/ticket_choice.h"
#include "server/base/result.h"

// Saved views of the list of tickets, as a command line says them. All are pure functions.
namespace jackfield::cli {

// The view that asks for `choice` in `order`, a word of ReadOrder(). "Due within" stays a span.
// Errors: those of ToFilter().
Result<v1::SavedView> ToSavedView(const TicketChoice& choice, const std::string& order);

// What the list is asked for at `now`.
v1::ListTicketsRequest RequestOf(const v1::SavedView& view, const google::protobuf::Timestamp& now);

// The view that `word` means, by its name for people or by `savedViews/ID`; of two of one name the
// private one. Errors: kNotFound (SAVED_VIEW_NOT_FOUND).
Result<v1::SavedView> FindView(const v1::ListSavedViewsResponse& views, const std::string& word);

// The options that ask the same: "--state open --queue sales --order due". "--all" for any state.
std::string WriteQuestion(const v1::SavedView& view);

}  // namespace jackfield::cli
