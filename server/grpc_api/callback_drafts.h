#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "jackfield/v1/callback_service.pb.h"

#include "server/base/result.h"
#include "server/exchange/callbacks/callback_command.h"
#include "server/grpc_api/parts.h"
#include "server/grpc_api/ticket_views.h"
#include "server/ports/customers.h"
#include "server/ports/numbers.h"

namespace jackfield::grpc_api {

// What finds the number again, in the form in which calls are known by it. Does not block.
std::string NumberKeyOf(const ServiceParts& parts, const CustomerNumber& number);

// What became of the rows of a list before the exchange sees them.
struct CallbackListDraft {
  exchange::ImportCallbacks command;  // Without rows: nothing is left to be done.
  std::vector<std::int32_t> invalid;  // Numbers of rows, from 1.
  std::int32_t do_not_call = 0;
};

// Makes commands of requests for callbacks: finds whom they name, and seals their texts.
//
// Rules:
//  R1. Texts are sealed with the key of the customer; where none is given, with that of the one
//      customer who has the number, else with that of the number. Why: calls to and from the person
//      are known by it.
//  R2. A customer with the flag `do_not_call` is called only where they asked for it.
//
// Thread safety: thread-safe; blocks on the store.
class CallbackDrafts {
 public:
  explicit CallbackDrafts(const ServiceParts& parts) : parts_(parts), tickets_(parts) {}

  // `sight`: which tickets whoever asks may see.
  // Errors: those that the contract states of CreateCallback; those of store and vault.
  Result<exchange::CreateCallback> Of(const v1::CreateCallbackRequest& request,
                                      const std::string& actor, const TicketViews::Sight& sight);
  // Errors: as of ImportCallbackList.
  Result<CallbackListDraft> Of(const v1::ImportCallbackListRequest& request,
                               const std::string& actor);

  // The customer that `field` names, or the one that they were merged into.
  Result<Customer> FindCustomer(const char* field, const std::string& name);

 private:
  // A number as somebody wrote it, in the style of a region; empty: the site's.
  struct Written {
    const char* field;
    const std::string& raw;
    const std::string& region;
  };

  // Number, key, customer and tier. Errors: kInvalidArgument (NUMBER_INVALID); kFailedPrecondition
  // (DO_NOT_CALL).
  Status Address(const Written& written, std::optional<Customer> customer,
                 exchange::CreateCallback& command);
  // R1.
  std::optional<Customer> HolderOf(const CustomerNumber& number);
  Status SealTexts(const std::string& number, exchange::CreateCallback& command) const;
  Status AddTicket(const v1::CreateCallbackRequest& request, const TicketViews::Sight& sight,
                   exchange::CreateCallback& command);
  Status AddOrigin(const v1::CreateCallbackRequest& request, std::optional<Customer>& customer,
                   exchange::CreateCallback& command);

  const ServiceParts parts_;
  TicketViews tickets_;
};

}  // namespace jackfield::grpc_api
