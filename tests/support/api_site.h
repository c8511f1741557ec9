#pragma once

#include <chrono>
#include <memory>
#include <string>

#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>
#include <grpcpp/server.h>

#include "jackfield/v1/configuration.pb.h"

#include "server/app/backup_folder.h"
#include "server/base/time.h"
#include "server/engine/engine_thread.h"
#include "server/grpc_api/api.h"
#include "server/intake/caller_resolver.h"
#include "server/intake/intake_thread.h"
#include "server/intake/number_book.h"
#include "server/security/password_hasher.h"
#include "server/storage/sqlite/idempotency_records.h"
#include "tests/support/fake_diagnostics.h"
#include "tests/support/fake_metrics.h"
#include "tests/support/machine_clock.h"
#include "tests/support/sqlite_site.h"

namespace jackfield::test {

// The server's inside with its gRPC services on a loopback port: real store, engine and intake, the
// machine's clock. There are a user for each role of people, named like the role ("agent", …), with
// the password kPassword, and two tokens of integrations.
//
// Thread safety: none; one per test.
class ApiSite {
 public:
  static constexpr const char* kPassword = "correct horse 7";
  static constexpr int kMessageBytesMax = 1024 * 1024;

  ApiSite() : ApiSite(nullptr) {}
  // Engine and intake live in the time of `clock`, which outlives the site: a day can be replayed
  // in seconds. The API's sessions and deadlines are of the machine's clock all the same.
  explicit ApiSite(const Clock& clock) : ApiSite(&clock) {}
  ~ApiSite();

  // As a restart of the program: what is in the database is there again, under another port. To be
  // called when no call is open.
  void Restart();

  // A channel with a connection of its own.
  std::shared_ptr<grpc::Channel> Connect() const;

  // A channel without a connection, as the bridge for browsers has it.
  std::shared_ptr<grpc::Channel> InProcess() { return server_->InProcessChannel({}); }

  // A session of the user.
  std::string SignIn(const std::string& login) const;
  // Of an integration that may publish for `source`, or read customers and tickets where `source`
  // is empty.
  std::string TokenOf(const std::string& source, const std::string& role = "integration");

  // A context with 10 s and the credentials; none where `secret` is empty.
  static std::unique_ptr<grpc::ClientContext> Context(const std::string& secret);
  // The same without a deadline, for streams.
  static std::unique_ptr<grpc::ClientContext> StreamContext(const std::string& secret);

  // Agents "agent" at PJSIP/1001 and "ben" at PJSIP/1002, the queue "sales" of the source "pbx".
  static v1::Configuration SmallCentre();

  // Applies the document as the admin; fails the test when it is refused.
  void Apply(const v1::Configuration& configuration) const;

  fakes::SqliteSite& store() { return store_; }
  fakes::FakeMetrics& metrics() { return metrics_; }
  engine::EngineThread& engine() { return *engine_; }
  intake::IntakeThread& intake() { return *intake_; }
  grpc_api::Api& api() { return *api_; }

 private:
  explicit ApiSite(const Clock* clock);

  void Start();
  void Stop();
  void AddUser(const std::string& login, const std::string& role);

  fakes::SqliteSite store_;
  MachineClock clock_;
  fakes::FakeMetrics metrics_;
  fakes::FakeDiagnostics diagnostics_;
  const Clock& lived_;  // Of engine and intake.
  std::unique_ptr<sqlite::IdempotencyRecords> requests_;
  std::unique_ptr<security::PasswordHasher> passwords_;
  std::unique_ptr<engine::EngineThread> engine_;
  std::unique_ptr<intake::CallerResolver> resolver_;
  std::unique_ptr<intake::NumberBook> numbers_;
  std::unique_ptr<intake::IntakeThread> intake_;
  std::unique_ptr<app::BackupFolder> backups_;
  std::unique_ptr<grpc_api::Api> api_;
  std::unique_ptr<grpc::Server> server_;
  int port_ = 0;
};

// The reason in the error's details; empty: there are none.
std::string ReasonOf(const grpc::Status& status);

// How long to wait, in the error's details; 0: nothing is said.
Duration RetryDelayOf(const grpc::Status& status);

// The first field that the error's details name; empty: there is none.
std::string FieldOf(const grpc::Status& status);

}  // namespace jackfield::test
