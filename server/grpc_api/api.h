#pragma once

#include <functional>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "server/base/result.h"
#include "server/grpc_api/authenticator.h"
#include "server/grpc_api/configuration_book.h"
#include "server/grpc_api/parts.h"

namespace grpc {
class Service;
}  // namespace grpc

namespace jackfield::grpc_api {

struct ApiOptions {
  SessionLimits sessions;
  std::string server_version;
  std::set<std::string> sources;  // Those that are configured besides the administrator's document.
  // Called after each write to Customers and CallerMemory.
  std::function<void()> customers_changed = [] {};
  // Called with what is read of callers beside their numbers, when an administrator has said so.
  std::function<void(const CallerReading&)> caller_reading_changed = [](const CallerReading&) {};
  std::size_t worker_threads = 4;             // For what blocks on the store.
  std::size_t worker_waiting_max = 2'000;     // Calls that wait for one; further are refused.
  std::size_t delivery_threads = 2;           // That make what desks and boards are told.
  std::size_t delivery_waiting_max = 20'000;  // Streams that wait for one.
};

// The services of the contract with what they share.
//
// Lifetime: outlives the gRPC server that serves services(). Order at the end: Stop(), which ends
// the streams, then the gRPC server, then this.
//
// Thread safety: thread-safe; Start() and Stop() by one owner.
class Api {
 public:
  Api(const ApiPorts& ports, ApiOptions options);
  ~Api();

  Api(const Api&) = delete;
  Api& operator=(const Api&) = delete;

  // Tells the engine, and those who read numbers, what an administrator applied before. To be
  // called once, before the server serves. Errors: those of Accounts; kDataLoss.
  Status Start();

  // Ends all streams: clients come back later. Twice changes nothing.
  void Stop();

  // In no order.
  std::vector<grpc::Service*> services() const;

 private:
  // What the services share; in an order in which each outlives what uses it.
  struct Shared;
  std::unique_ptr<Shared> shared_;
  std::vector<std::unique_ptr<grpc::Service>> services_;
};

}  // namespace jackfield::grpc_api
