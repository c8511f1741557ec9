#include "server/grpc_api/ticket_views.h"

#include <algorithm>
#include <charconv>
#include <string_view>

#include "server/grpc_api/configuration_book.h"
#include "server/grpc_api/pop_cards.h"
#include "server/grpc_api/resource_names.h"
#include "server/grpc_api/ticket_entry_mapping.h"
#include "server/grpc_api/ticket_filter_mapping.h"
#include "server/grpc_api/ticket_mapping.h"
#include "server/grpc_api/ticket_scope.h"

namespace jackfield::grpc_api {
namespace {

constexpr std::size_t kNameDigits = 32;

// The number for people; none: the text is a name.
TicketId NumberIn(std::string_view id) {
  TicketId number;
  if (id.size() >= kNameDigits) return number;
  const auto read = std::from_chars(id.data(), id.data() + id.size(), number.value);
  const bool whole = read.ec == std::errc() && read.ptr == id.data() + id.size();
  return whole ? number : TicketId{};
}

}  // namespace

Result<TicketRow> TicketViews::Find(const char* field, const std::string& name,
                                    const Sight& sight) {
  const Result<std::string> id = IdOf(field, "tickets", name);
  if (!id) return Fail(id);
  const TicketId number = NumberIn(*id);
  Result<TicketRow> row =
      number ? parts_.ports.tickets.GetByNumber(number) : parts_.ports.tickets.GetByName(*id);
  if (!row || !sight || IsInScope(*row, *sight)) return row;
  return Fail(ErrorCode::kNotFound, "TICKET_NOT_FOUND", "there is no such ticket");  // R1
}

Result<Customer> TicketViews::FindCustomer(const char* field, const std::string& name) {
  const Result<std::string> id = IdOf(field, "customers", name);
  if (!id) return Fail(id);
  Result<Customer> customer = parts_.ports.customers.GetByName(*id);
  if (!customer || !customer->merged_into) return customer;
  return parts_.ports.customers.Get(customer->merged_into);
}

Result<TicketFilter> TicketViews::Read(const v1::TicketFilter& filter, const std::string& login) {
  Result<TicketFilter> read = FilterOf(filter, login);
  if (!read || filter.customer().empty()) return read;
  const auto customer = FindCustomer("filter.customer", filter.customer());
  if (!customer) return Fail(customer);
  read->customer = customer->id;
  return read;
}

CustomerId TicketViews::Now(CustomerId customer) {
  const Result<Customer> known = parts_.cards.GetCustomer(customer);
  return known && known->merged_into ? known->merged_into : customer;
}

v1::Ticket TicketViews::Show(const TicketRow& row) {
  const auto open = [this](const exchange::PersonalText& text) { return parts_.cards.Open(text); };
  v1::Ticket ticket = ToTicket(row, open);
  if (!row.customer) return ticket;
  const Result<Customer> customer = parts_.cards.GetCustomer(row.customer);
  if (customer) SetCustomer(*customer, ticket);
  return ticket;
}

v1::TicketEntry TicketViews::Show(const TicketEntryRow& row) {
  const auto open = [this](const exchange::PersonalText& text) { return parts_.cards.Open(text); };
  v1::TicketEntry entry = ToEntry(row, open);
  const SharedSite site = parts_.configuration.Current();
  const auto agent = site->agents.find(row.who);
  if (agent != site->agents.end()) entry.set_actor_display_name(agent->second);
  return entry;
}

}  // namespace jackfield::grpc_api
