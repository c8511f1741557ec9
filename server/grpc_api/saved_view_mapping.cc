#include "server/grpc_api/saved_view_mapping.h"

#include <utility>

#include "server/base/control_characters.h"
#include "server/grpc_api/configuration_check.h"
#include "server/grpc_api/resource_names.h"
#include "server/grpc_api/ticket_filter_mapping.h"
#include "server/grpc_api/time_mapping.h"

namespace jackfield::grpc_api {
namespace {

Status CheckName(const std::string& name) {
  const std::size_t length = CharacterCount(name);
  if (length == 0 || length > kViewNameMax) {
    return FailField("FIELD_INVALID", "display_name",
                     "must have 1 to " + std::to_string(kViewNameMax) + " characters");
  }
  if (name.front() == ' ' || name.back() == ' ') {
    return FailField("FIELD_INVALID", "display_name", "must not begin or end with a space");
  }
  if (!HasControl(name)) return {};
  return FailField("FIELD_INVALID", "display_name",
                   "must have no control characters: write it on one line");
}

Status CheckDue(const v1::SavedView& view) {
  if (view.filter().has_due_before_time()) {
    return FailField("FIELD_INVALID", "filter.due_before_time",
                     "must be absent: say with due_within_duration how soon it is due");
  }
  if (!view.has_due_within_duration()) return {};
  const Duration span = FromProto(view.due_within_duration());
  if (span > Duration{0} && span <= kViewDueMax) return {};
  return FailField("FIELD_INVALID", "due_within_duration", "must be more than 0, at most 366 days");
}

Status CheckFilter(const v1::SavedView& view, const std::string& login) {
  const v1::TicketFilter& filter = view.filter();
  if (filter.ByteSizeLong() > kViewFilterBytesMax) {
    return FailField("FIELD_INVALID", "filter",
                     "must have at most " + std::to_string(kViewFilterBytesMax) +
                         " bytes: name each state and each type once");
  }
  if (const auto read = FilterOf(filter, login); !read) return Fail(read);
  const auto customer = OptionalIdOf("filter.customer", "customers", filter.customer());
  return customer ? Status() : Fail(customer);
}

Status Check(const v1::SavedView& view, const std::string& login) {
  if (const Status name = CheckName(view.display_name()); !name) return name;
  if (const Status due = CheckDue(view); !due) return due;
  if (const auto order = OrderOf(view.order()); !order) return Fail(order);
  return CheckFilter(view, login);
}

// What is asked of the list of tickets, and nothing else of the view.
v1::SavedView QuestionOf(const v1::SavedView& view) {
  v1::SavedView question;
  if (view.has_filter()) *question.mutable_filter() = view.filter();
  if (view.has_due_within_duration()) {
    *question.mutable_due_within_duration() = view.due_within_duration();
  }
  question.set_order(view.order());
  return question;
}

}  // namespace

Result<SavedViewRow> RowOf(const v1::SavedView& view, const std::string& login) {
  if (const Status sound = Check(view, login); !sound) return FailWithin("saved_view", sound);
  SavedViewRow row;
  row.display_name = view.display_name();
  row.shared = view.shared();
  row.question = QuestionOf(view).SerializeAsString();
  return row;
}

v1::SavedView ToSavedView(const SavedViewRow& row) {
  v1::SavedView view;
  static_cast<void>(view.ParseFromString(row.question));  // What cannot be read asks for all.
  view.set_name(NameOf("savedViews", row.id));
  view.set_display_name(row.display_name);
  view.set_shared(row.shared);
  view.set_owner(NameOf("users", row.owner));
  view.set_etag(std::to_string(row.revision));
  *view.mutable_create_time() = ToProto(row.created);
  *view.mutable_update_time() = ToProto(row.updated);
  return view;
}

Result<v1::SavedView> Merged(v1::SavedView before, const v1::UpdateSavedViewRequest& request) {
  if (request.update_mask().paths().empty()) {
    return FailField("UPDATE_MASK_INVALID", "update_mask", "must name what is to be changed");
  }
  const v1::SavedView& change = request.saved_view();
  for (const std::string& path : request.update_mask().paths()) {
    if (path == "display_name") {
      before.set_display_name(change.display_name());
    } else if (path == "filter") {
      *before.mutable_filter() = change.filter();
    } else if (path == "due_within_duration") {
      before.clear_due_within_duration();
      if (change.has_due_within_duration()) {
        *before.mutable_due_within_duration() = change.due_within_duration();
      }
    } else if (path == "order") {
      before.set_order(change.order());
    } else if (path == "shared") {
      before.set_shared(change.shared());
    } else {
      return FailField("UPDATE_MASK_INVALID", "update_mask", path + " cannot be changed");
    }
  }
  return before;
}

}  // namespace jackfield::grpc_api
