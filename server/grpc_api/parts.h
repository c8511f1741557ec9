#pragma once

#include <functional>
#include <set>
#include <string>

namespace jackfield {
class Accounts;
class Backups;
class CallTraces;
class Callbacks;
class CallerMemory;
class Alerts;
class Clock;
class Customers;
class Diagnostics;
class Engine;
class Imports;
class Intake;
class Interactions;
class Metrics;
class Numbers;
class Random;
class Requests;
class SavedViews;
class Tickets;
class Vault;
namespace security {
class PasswordHasher;
}  // namespace security
}  // namespace jackfield

namespace jackfield::grpc_api {

class Authenticator;
class ConfigurationBook;
class Gate;
class PopCards;
class Pulse;
class QueueWatch;
class RequestLog;
class StreamCounts;
class StreamLinks;
class WorkerPool;

// What the API needs of the server. All of it outlives the API.
struct ApiPorts {
  Engine& engine;
  Intake& intake;
  Accounts& accounts;
  Customers& customers;
  Interactions& interactions;
  CallTraces& traces;
  Alerts& alerts;
  Vault& vault;
  Requests& requests;
  Numbers& numbers;
  Backups& backups;
  const Clock& clock;
  Random& random;
  Metrics& metrics;
  security::PasswordHasher& passwords;
  Diagnostics& diagnostics;
  CallerMemory& memory;
  Imports& imports;
  Tickets& tickets;
  Callbacks& callbacks;
  SavedViews& saved_views;
};

// What a service works with.
struct ServiceParts {
  ApiPorts ports;
  Gate& gate;
  Authenticator& authenticator;
  WorkerPool& workers;   // For what may block.
  WorkerPool& delivery;  // For what desks and boards are told.
  Pulse& pulse;
  ConfigurationBook& configuration;
  PopCards& cards;
  RequestLog& requests;
  const QueueWatch& queues;
  StreamLinks& links;
  StreamCounts& streams;  // Those that are open.
  // To be called after each write to Customers and CallerMemory.
  std::function<void()> customers_changed;
  std::set<std::string> sources;  // Those that are configured besides the document.
  std::string server_version;
};

}  // namespace jackfield::grpc_api
