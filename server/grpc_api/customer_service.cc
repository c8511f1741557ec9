#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <grpcpp/server_context.h>

#include "jackfield/v1/customer_service.grpc.pb.h"

#include "server/grpc_api/audit.h"
#include "server/grpc_api/callback_mapping.h"
#include "server/grpc_api/configuration_book.h"
#include "server/grpc_api/customer_mapping.h"
#include "server/grpc_api/do_not_call.h"
#include "server/grpc_api/gate.h"
#include "server/grpc_api/import_mapping.h"
#include "server/grpc_api/import_reactor.h"
#include "server/grpc_api/paging.h"
#include "server/grpc_api/request_log.h"
#include "server/grpc_api/resource_names.h"
#include "server/grpc_api/running_imports.h"
#include "server/grpc_api/search_query.h"
#include "server/grpc_api/search_throttle.h"
#include "server/grpc_api/services.h"
#include "server/grpc_api/standing_notice.h"
#include "server/ports/caller_memory.h"
#include "server/ports/clock.h"
#include "server/ports/customers.h"

namespace jackfield::grpc_api {
namespace {

constexpr PageLimits kSearchPage{20, 100};
constexpr int kClaimStepsMax = 20;
constexpr PageLimits kListPage{500, 1000};
constexpr std::size_t kDuplicatesMax = 5;
constexpr std::size_t kQueryMin = 3;  // Fewer fit too many customers.

using CustomerIds = std::vector<CustomerId>;

// Whether the number is the one that is meant: by E.164, or as written.
bool IsSame(const CustomerNumber& number, const std::string& text) {
  return (!number.e164.empty() && number.e164 == text) || number.raw == text ||
         (number.e164.empty() && number.extension == text);
}

// Thread safety: thread-safe.
class CustomerServiceImpl final : public v1::CustomerService::CallbackService {
 public:
  explicit CustomerServiceImpl(const ServiceParts& parts) : parts_(parts) {}

  grpc::ServerUnaryReactor* GetCustomer(grpc::CallbackServerContext* context,
                                        const v1::GetCustomerRequest* request,
                                        v1::GetCustomerResponse* response) override {
    return parts_.gate.ServeBlocking(context, "CustomerService/GetCustomer",
                                     [this, request, response](const UnaryCallPtr& call) {
                                       return Get(call, *request, *response);
                                     });
  }

  grpc::ServerUnaryReactor* SearchCustomers(grpc::CallbackServerContext* context,
                                            const v1::SearchCustomersRequest* request,
                                            v1::SearchCustomersResponse* response) override {
    return parts_.gate.ServeOnWorker(
        context, "CustomerService/SearchCustomers",
        [this, request, response](const UnaryCallPtr& call) {
          if (const Status rules = CheckQuery("query", request->query(), kQueryMin); !rules)
            return call->Finish(rules);
          const std::optional<Duration> wait =
              throttle_.Take(call->principal().name(), parts_.ports.clock.Now());
          if (!wait) return call->Finish(Search(call, *request, *response));
          call->Finish({ErrorCode::kResourceExhausted, "too many searches within a minute",
                        "SEARCH_THROTTLED"},
                       *wait);
        });
  }

  grpc::ServerUnaryReactor* ListCustomers(grpc::CallbackServerContext* context,
                                          const v1::ListCustomersRequest* request,
                                          v1::ListCustomersResponse* response) override {
    return parts_.gate.ServeBlocking(context, "CustomerService/ListCustomers",
                                     [this, request, response](const UnaryCallPtr& call) {
                                       return List(call, *request, *response);
                                     });
  }

  grpc::ServerUnaryReactor* FindDuplicates(grpc::CallbackServerContext* context,
                                           const v1::FindDuplicatesRequest* request,
                                           v1::FindDuplicatesResponse* response) override {
    return parts_.gate.ServeBlocking(
        context, "CustomerService/FindDuplicates",
        [this, request, response](const UnaryCallPtr&) { return FindAlike(*request, *response); });
  }

  grpc::ServerUnaryReactor* CreateCustomer(grpc::CallbackServerContext* context,
                                           const v1::CreateCustomerRequest* request,
                                           v1::CreateCustomerResponse* response) override {
    return Change(context, "CustomerService/CreateCustomer", *request, *response,
                  [this, request, response](const AuditRecord& act, CustomerIds&) {
                    return Create(*request, *response, act);
                  });
  }

  grpc::ServerUnaryReactor* UpdateCustomer(grpc::CallbackServerContext* context,
                                           const v1::UpdateCustomerRequest* request,
                                           v1::UpdateCustomerResponse* response) override {
    return Change(context, "CustomerService/UpdateCustomer", *request, *response,
                  [this, request](const AuditRecord& act, CustomerIds& told) {
                    return Update(*request, act, told);
                  });
  }

  grpc::ServerBidiReactor<v1::ImportCustomersRequest, v1::ImportCustomersResponse>* ImportCustomers(
      grpc::CallbackServerContext* context) override {
    return ImportReactor::Start(parts_, running_imports_, *context);
  }

  grpc::ServerUnaryReactor* LinkNumber(grpc::CallbackServerContext* context,
                                       const v1::LinkNumberRequest* request,
                                       v1::LinkNumberResponse* response) override {
    return Change(
        context, "CustomerService/LinkNumber", *request, *response,
        [this, request](const AuditRecord& act, CustomerIds&) { return Link(*request, act); });
  }

  grpc::ServerUnaryReactor* UnlinkNumber(grpc::CallbackServerContext* context,
                                         const v1::UnlinkNumberRequest* request,
                                         v1::UnlinkNumberResponse* response) override {
    return Change(
        context, "CustomerService/UnlinkNumber", *request, *response,
        [this, request](const AuditRecord& act, CustomerIds&) { return Unlink(*request, act); });
  }

  grpc::ServerUnaryReactor* MergeCustomers(grpc::CallbackServerContext* context,
                                           const v1::MergeCustomersRequest* request,
                                           v1::MergeCustomersResponse* response) override {
    return Change(context, "CustomerService/MergeCustomers", *request, *response,
                  [this, request](const AuditRecord& act, CustomerIds& told) {
                    return Merge(*request, act, told);
                  });
  }

  grpc::ServerUnaryReactor* UnmergeCustomer(grpc::CallbackServerContext* context,
                                            const v1::UnmergeCustomerRequest* request,
                                            v1::UnmergeCustomerResponse* response) override {
    return parts_.gate.ServeBlocking(context, "CustomerService/UnmergeCustomer",
                                     [this, request, response](const UnaryCallPtr& call) -> Status {
                                       const Result<RequestLog::ClaimPtr> claim =
                                           parts_.requests.Begin(call, *request, *response);
                                       if (!claim) return Fail(claim);
                                       if (*claim == nullptr) return {};
                                       const auto unmerged =
                                           Unmerge(*request, ActOf(call), *response);
                                       if (!unmerged) return Fail(unmerged);
                                       (*claim)->SealFor({*unmerged, ""});
                                       return (*claim)->Keep(*response);
                                     });
  }

 private:
  AuditRecord ActOf(const UnaryCallPtr& call) const {
    return {parts_.ports.clock.WallNow(), call->principal().name(), "customers.change", "",
            std::string(call->method())};
  }

  // A change that answers with the customer after it: once for each request id, audited by the
  // store together with it. `work` adds those whose standing it may have changed.
  template <typename Request, typename Response, typename Work>
  grpc::ServerUnaryReactor* Change(grpc::CallbackServerContext* context, std::string_view method,
                                   const Request& request, Response& response, Work work) {
    return parts_.gate.ServeBlocking(
        context, method,
        [this, &request, &response, work = std::move(work)](const UnaryCallPtr& call) -> Status {
          const Result<RequestLog::ClaimPtr> claim = parts_.requests.Begin(call, request, response);
          if (!claim) return Fail(claim);
          if (*claim == nullptr) return {};
          CustomerIds told;
          const Result<Customer> customer = work(ActOf(call), told);
          if (!customer) return Fail(customer);
          Claim(customer->id);
          parts_.customers_changed();
          TellStandings(parts_, told);
          *response.mutable_customer() = ToProto(*customer, parts_.ports.numbers);
          if constexpr (std::is_same_v<Response, v1::CreateCustomerResponse>) {
            const Result<std::int64_t> claimed = parts_.ports.memory.ClaimedOf(customer->id);
            response.set_claimed_interaction_count(static_cast<std::int32_t>(claimed.value_or(0)));
          }
          (*claim)->SealFor({customer->id, ""});
          return (*claim)->Keep(response);
        });
  }

  // Gives the customer the earlier calls of their numbers. What fails, or is beyond kClaimStepsMax,
  // is left to the server's upkeep, which may also be ahead.
  void Claim(CustomerId customer) {
    for (int step = 0; step < kClaimStepsMax; ++step) {
      const auto progress = parts_.ports.memory.ClaimStep(customer);
      if (!progress || progress->done) return;
    }
  }

  static std::string Name(const Customer& customer) { return NameOf("customers", customer.name); }

  Status Get(const UnaryCallPtr& call, const v1::GetCustomerRequest& request,
             v1::GetCustomerResponse& response) {
    const Result<Customer> customer = Find("name", request.name());
    if (!customer) return Fail(customer);
    const Status audited = Audit(parts_, call, {"customers.view", Name(*customer), ""});
    if (!audited) return audited;
    *response.mutable_customer() = ToProto(*customer, parts_.ports.numbers);
    if (!customer->merged_into) return {};
    const Result<Customer> into = parts_.ports.customers.Get(customer->merged_into);
    if (into) response.mutable_customer()->set_merged_into(Name(*into));
    return {};
  }

  Status Search(const UnaryCallPtr& call, const v1::SearchCustomersRequest& request,
                v1::SearchCustomersResponse& response) {
    const Result<std::size_t> size = PageSize(request.page_size(), kSearchPage);
    if (!size) return Fail(size);
    const Result<CustomerPage> page =
        parts_.ports.customers.Search(request.query(), *size, request.page_token());
    if (!page) return Fail(page);
    for (const Customer& customer : page->customers) {
      *response.add_customers() = ToProto(customer, parts_.ports.numbers);
    }
    response.set_next_page_token(page->next_page_token);
    return Audit(
        parts_, call,
        {"customers.search", "customers", std::to_string(page->customers.size()) + " found"});
  }

  // An export goes page by page; it is one act.
  Status List(const UnaryCallPtr& call, const v1::ListCustomersRequest& request,
              v1::ListCustomersResponse& response) {
    const Result<std::size_t> size = PageSize(request.page_size(), kListPage);
    if (!size) return Fail(size);
    if (request.page_token().empty()) {
      const Result<std::int64_t> count = parts_.ports.customers.Count();
      if (!count) return Fail(count);
      const Status audited = Audit(
          parts_, call, {"customers.export", "customers", std::to_string(*count) + " in all"});
      if (!audited) return audited;
      response.set_total_count(*count);
    }
    const Result<CustomerPage> page = parts_.ports.customers.List(*size, request.page_token());
    if (!page) return Fail(page);
    for (const Customer& customer : page->customers) {
      *response.add_customers() = ToProto(customer, parts_.ports.numbers);
    }
    response.set_next_page_token(page->next_page_token);
    return {};
  }

  Status FindAlike(const v1::FindDuplicatesRequest& request, v1::FindDuplicatesResponse& response) {
    Result<Customer> sought =
        SoughtFromProto(request.customer(), request.region_code(), parts_.ports.numbers);
    if (!sought) return Fail(sought);
    if (!request.customer().name().empty()) {
      const Result<Customer> self = Find("customer.name", request.customer().name());
      if (!self && self.error().code != ErrorCode::kNotFound) return Fail(self);
      if (self) sought->id = self->id;
    }
    return AddDuplicates(*sought, response);
  }

  template <typename Response>
  Status AddDuplicates(const Customer& customer, Response& response) {
    const auto found = parts_.ports.customers.FindDuplicates(customer, kDuplicatesMax);
    if (!found) return Fail(found);
    for (const PossibleDuplicate& duplicate : *found) {
      *response.add_possible_duplicates() = ToProto(duplicate);
    }
    return {};
  }

  Result<Customer> Create(const v1::CreateCustomerRequest& request,
                          v1::CreateCustomerResponse& response, const AuditRecord& act) {
    const Result<Customer> customer = FromProto(request.customer(), "", parts_.ports.numbers);
    if (!customer) return customer;
    if (const Status warned = AddDuplicates(*customer, response); !warned) return Fail(warned);
    if (const Status ended = EndUnwanted({*customer}, act); !ended) return Fail(ended);
    return parts_.ports.customers.Create(*customer, act);
  }

  Result<Customer> Update(const v1::UpdateCustomerRequest& request, const AuditRecord& act,
                          CustomerIds& told) {
    const Result<Customer> before = FindLiving("customer.name", request.customer().name());
    if (!before) return before;
    const std::string& etag = request.customer().etag();
    if (!etag.empty() && etag != std::to_string(before->revision)) {
      return Fail(ErrorCode::kAborted, "ETAG_MISMATCH", "the customer was changed meanwhile");
    }
    const Result<v1::Customer> merged =
        Updated(ToProto(*before, parts_.ports.numbers), request.customer(),
                {request.update_mask().paths().begin(), request.update_mask().paths().end()});
    if (!merged) return Fail(merged);
    Result<Customer> after = FromProto(*merged, before->country, parts_.ports.numbers);
    if (!after) return after;
    // What the contract does not show stays.
    after->id = before->id;
    after->revision = before->revision;
    after->country = before->country;
    const auto imported = before->external_ids.find(std::string(kImportSystem));
    if (imported != before->external_ids.end()) after->external_ids.insert(*imported);
    if (const Status ended = EndUnwanted({*after}, act); !ended) return Fail(ended);
    Result<Customer> updated = parts_.ports.customers.Update(*after, act);
    if (!updated) return updated;
    const SharedSite site = parts_.configuration.Current();
    const bool same =
        StandingOf(site->configuration, *before) == StandingOf(site->configuration, *updated);
    if (!same) told.push_back(updated->id);
    return updated;
  }

  // Of one person, of whom these are the records.
  Status EndUnwanted(const std::vector<Customer>& person, const AuditRecord& act) const {
    if (std::none_of(person.begin(), person.end(), IsNotToBeCalled)) return {};
    return EndUnwantedCallbacks(parts_, person, act.actor);
  }

  Result<Customer> Link(const v1::LinkNumberRequest& request, const AuditRecord& act) {
    Result<Customer> customer = FindLiving("customer", request.customer());
    if (!customer) return customer;
    Result<CustomerNumber> number = FromProto("number.number.raw", request.number(),
                                              request.region_code(), parts_.ports.numbers);
    if (!number) return Fail(number);
    const bool has = std::any_of(
        customer->numbers.begin(), customer->numbers.end(), [&number](const CustomerNumber& known) {
          return known.e164 == number->e164 && known.extension == number->extension;
        });
    if (has) {  // Linked anew, whatever was said of the two.
      const Status lifted = parts_.ports.memory.Lift(*number, customer->id);
      if (!lifted) return Fail(lifted);
      return customer;
    }
    if (customer->numbers.size() >= static_cast<std::size_t>(kNumbersPerCustomerMax)) {
      return Fail(ErrorCode::kResourceExhausted, "NUMBERS_FULL", "the customer has 20 numbers");
    }
    customer->numbers.push_back(*std::move(number));
    if (const Status ended = EndUnwanted({*customer}, act); !ended) return Fail(ended);
    return parts_.ports.customers.Update(*customer, act);
  }

  Result<Customer> Unlink(const v1::UnlinkNumberRequest& request, const AuditRecord& act) {
    Result<Customer> customer = FindLiving("customer", request.customer());
    if (!customer) return customer;
    if (request.number().empty()) {
      return FailField("NUMBER_INVALID", "number", "must have 1 to 64 characters");
    }
    const auto removed = std::erase_if(customer->numbers, [&request](const CustomerNumber& number) {
      return IsSame(number, request.number());
    });
    return removed == 0 ? customer : parts_.ports.customers.Update(*customer, act);
  }

  Result<Customer> Merge(const v1::MergeCustomersRequest& request, const AuditRecord& act,
                         CustomerIds& told) {
    const Result<Customer> target = Find("target", request.target());
    if (!target) return target;
    const Result<Customer> duplicate = Find("duplicate", request.duplicate());
    if (!duplicate) return duplicate;
    if (target->id == duplicate->id) {
      return FailField("MERGE_INTO_SELF", "duplicate", "is the same customer");
    }
    if (!target->merged_into && !duplicate->merged_into) {  // Else nothing is merged.
      if (const Status ended = EndUnwanted({*target, *duplicate}, act); !ended) return Fail(ended);
    }
    Result<Customer> merged = parts_.ports.customers.Merge(target->id, duplicate->id, act);
    if (merged) told = {target->id, duplicate->id};
    return merged;
  }

  // Returns who is a customer of their own again.
  Result<CustomerId> Unmerge(const v1::UnmergeCustomerRequest& request, const AuditRecord& act,
                             v1::UnmergeCustomerResponse& response) {
    const Result<Customer> customer = Find("name", request.name());
    if (!customer) return Fail(customer);
    const Result<Unmerged> unmerged = parts_.ports.customers.Unmerge(customer->id, act);
    if (!unmerged) return Fail(unmerged);
    parts_.customers_changed();
    if (unmerged->target) TellStandings(parts_, {customer->id, unmerged->target->id});
    *response.mutable_customer() = ToProto(unmerged->customer, parts_.ports.numbers);
    if (unmerged->target) {
      *response.mutable_target() = ToProto(*unmerged->target, parts_.ports.numbers);
    }
    return customer->id;
  }

  Result<Customer> Find(const char* field, const std::string& name) {
    const Result<std::string> id = IdOf(field, "customers", name);
    if (!id) return Fail(id);
    return parts_.ports.customers.GetByName(*id);
  }

  // Errors also: kFailedPrecondition (CUSTOMER_MERGED).
  Result<Customer> FindLiving(const char* field, const std::string& name) {
    Result<Customer> customer = Find(field, name);
    if (customer && customer->merged_into) {
      return Fail(ErrorCode::kFailedPrecondition, "CUSTOMER_MERGED",
                  "the customer was merged into another one");
    }
    return customer;
  }

  const ServiceParts parts_;
  const std::shared_ptr<RunningImports> running_imports_ = std::make_shared<RunningImports>();
  SearchThrottle throttle_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeCustomerService(const ServiceParts& parts) {
  return std::make_unique<CustomerServiceImpl>(parts);
}

}  // namespace jackfield::grpc_api
