#pragma once

#include <optional>
#include <string>

#include "jackfield/v1/ticket_service.pb.h"

#include "server/base/result.h"
#include "server/grpc_api/parts.h"
#include "server/ports/customers.h"
#include "server/ports/tickets.h"

namespace jackfield::grpc_api {

// Finds tickets for those who may see them, and shows them.
//
// Rules:
//  R1. A ticket that somebody may not see is not found. Why: that there is one says something, too.
//  R2. What cannot be opened, because its person was erased, is shown empty.
//
// Thread safety: thread-safe; blocks on the store.
class TicketViews {
 public:
  // What somebody sees; nullopt: everything.
  using Sight = std::optional<TicketScope>;

  explicit TicketViews(const ServiceParts& parts) : parts_(parts) {}

  // The ticket that `field` of a request names, by name or by number.
  // Errors: kInvalidArgument (FIELD_INVALID); kNotFound (TICKET_NOT_FOUND); those of Tickets.
  Result<TicketRow> Find(const char* field, const std::string& name, const Sight& sight);

  // The customer that `field` names, or the one that they were merged into.
  // Errors: kInvalidArgument (FIELD_INVALID); kNotFound (CUSTOMER_NOT_FOUND); those of Customers.
  Result<Customer> FindCustomer(const char* field, const std::string& name);

  // Which tickets `filter` asks for, with its customer; `login` is of who asks. Without scope.
  // Errors: those of FilterOf() and FindCustomer().
  Result<TicketFilter> Read(const v1::TicketFilter& filter, const std::string& login);

  // Who `customer` is now; themselves where that cannot be read.
  CustomerId Now(CustomerId customer);

  v1::Ticket Show(const TicketRow& row);
  v1::TicketEntry Show(const TicketEntryRow& row);

 private:
  const ServiceParts parts_;
};

}  // namespace jackfield::grpc_api
