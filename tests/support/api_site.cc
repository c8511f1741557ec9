#include "tests/support/api_site.h"

#include <utility>

#include <grpcpp/grpcpp.h>

#include "jackfield/v1/admin_service.grpc.pb.h"
#include "jackfield/v1/error.pb.h"
#include "jackfield/v1/session_service.grpc.pb.h"

#include "server/base/check.h"
#include "server/engine/engine_core.h"
#include "server/security/tokens.h"

namespace jackfield::test {
namespace {

constexpr std::chrono::seconds kLimit{10};

}  // namespace

ApiSite::ApiSite(const Clock* clock) : lived_(clock != nullptr ? *clock : clock_) {
  // The cheapest that libsodium allows: what it costs is not under test.
  passwords_ = std::move(security::PasswordHasher::Prepare(
                             {.operations = 1, .memory_mib = 8, .concurrent_max = 2}))
                   .value();
  for (const char* role : {"agent", "supervisor", "analyst", "admin"}) AddUser(role, role);
  AddUser("ben", "agent");
  Start();
}

ApiSite::~ApiSite() { Stop(); }

void ApiSite::Restart() {
  Stop();
  store_.Restart();
  Start();
}

void ApiSite::Start() {
  requests_ =
      std::make_unique<sqlite::IdempotencyRecords>(store_.database(), store_.keys(), clock_);
  backups_ = std::make_unique<app::BackupFolder>(store_.folder().File("backups"), store_.database(),
                                                 clock_);
  backups_->Start();
  const engine::EnginePorts engine_ports{store_.store(), lived_, store_.random(), metrics_};
  engine_ = std::make_unique<engine::EngineThread>(
      std::move(engine::EngineCore::Recover(engine_ports)).value(), engine_ports);
  engine_->Start();
  intake::NumberReading reading;
  reading.others.default_region = "DE";
  resolver_ = std::move(intake::CallerResolver::Prepare(reading, store_.customers(),
                                                        store_.memory(), metrics_))
                  .value();
  numbers_ = std::make_unique<intake::NumberBook>(*resolver_, reading);
  intake_ = std::make_unique<intake::IntakeThread>(
      intake::IntakePorts{*resolver_, store_.keys(), *engine_, metrics_, lived_});
  intake_->Start();
  grpc_api::ApiOptions options;
  options.server_version = "0.1.0";
  options.sources = {"pbx", "other"};
  options.customers_changed = [this] { resolver_->Forget(); };
  options.caller_reading_changed = [this](const grpc_api::CallerReading& told) {
    resolver_->Use(told.attached);
    resolver_->UseTiers(told.tiers);
  };
  api_ = std::make_unique<grpc_api::Api>(grpc_api::ApiPorts{*engine_,
                                                            *intake_,
                                                            store_.accounts(),
                                                            store_.customers(),
                                                            store_.interactions(),
                                                            store_.traces(),
                                                            store_.alerts(),
                                                            store_.keys(),
                                                            *requests_,
                                                            *numbers_,
                                                            *backups_,
                                                            clock_,
                                                            store_.random(),
                                                            metrics_,
                                                            *passwords_,
                                                            diagnostics_,
                                                            store_.memory(),
                                                            store_.imports(),
                                                            store_.tickets(),
                                                            store_.callbacks(),
                                                            store_.saved_views()},
                                         std::move(options));
  JACKFIELD_CHECK(api_->Start().has_value());
  grpc::ServerBuilder builder;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port_);
  builder.SetMaxReceiveMessageSize(kMessageBytesMax);
  for (grpc::Service* service : api_->services()) builder.RegisterService(service);
  server_ = builder.BuildAndStart();
  JACKFIELD_CHECK(server_ != nullptr);
}

void ApiSite::Stop() {
  api_->Stop();
  server_->Shutdown(std::chrono::system_clock::now() + std::chrono::seconds(1));
  server_.reset();
  backups_->Stop();
  intake_->Stop();
  engine_->Stop();
  api_.reset();
  intake_.reset();
  numbers_.reset();
  resolver_.reset();
  engine_.reset();
  backups_.reset();
  requests_.reset();
}

std::shared_ptr<grpc::Channel> ApiSite::Connect() const {
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  return grpc::CreateCustomChannel("127.0.0.1:" + std::to_string(port_),
                                   grpc::InsecureChannelCredentials(), arguments);
}

std::string ApiSite::SignIn(const std::string& login) const {
  const auto stub = v1::SessionService::NewStub(Connect());
  v1::SignInRequest request;
  request.set_login(login);
  request.set_password(kPassword);
  v1::SignInResponse response;
  const grpc::Status status = stub->SignIn(Context("").get(), request, &response);
  JACKFIELD_CHECK(status.ok());
  return response.secret();
}

std::string ApiSite::TokenOf(const std::string& source, const std::string& role) {
  const std::string secret = security::SecretText(store_.random().Bytes(security::kSecretBytes));
  TokenRecord token;
  token.id = security::SecretHash(secret).substr(0, 32);
  token.secret_hash = security::SecretHash(secret);
  token.role = role;
  token.source = source;
  token.customers_allowed = source.empty();
  token.tickets_allowed = source.empty();
  token.desk_shows_allowed = source.empty();
  token.created = clock_.WallNow();
  JACKFIELD_CHECK(store_.accounts().SaveToken(token).has_value());
  return secret;
}

std::unique_ptr<grpc::ClientContext> ApiSite::Context(const std::string& secret) {
  auto context = StreamContext(secret);
  context->set_deadline(std::chrono::system_clock::now() + kLimit);
  return context;
}

std::unique_ptr<grpc::ClientContext> ApiSite::StreamContext(const std::string& secret) {
  auto context = std::make_unique<grpc::ClientContext>();
  if (!secret.empty()) context->AddMetadata("authorization", "Bearer " + secret);
  return context;
}

v1::Configuration ApiSite::SmallCentre() {
  v1::Configuration configuration;
  v1::QueueConfiguration& queue = *configuration.add_queues();
  queue.set_queue_id("sales");
  queue.set_display_name("Sales");
  queue.add_source_queues()->set_source_id("pbx");
  queue.mutable_source_queues(0)->set_queue("sales");
  for (const auto& [login, device] :
       {std::pair("agent", "PJSIP/1001"), std::pair("ben", "PJSIP/1002")}) {
    v1::AgentConfiguration& agent = *configuration.add_agents();
    agent.set_login(login);
    agent.set_display_name(std::string(login) + " Smith");
    agent.add_device_patterns(device);
  }
  v1::DispositionOption& solved = *configuration.add_dispositions();
  solved.set_code("solved");
  solved.set_label("Solved");
  v1::NotReadyReason& lunch = *configuration.add_not_ready_reasons();
  lunch.set_code("lunch");
  lunch.set_label("Lunch");
  return configuration;
}

void ApiSite::Apply(const v1::Configuration& configuration) const {
  const auto stub = v1::AdminService::NewStub(Connect());
  v1::ApplyConfigurationRequest request;
  *request.mutable_configuration() = configuration;
  v1::ApplyConfigurationResponse response;
  const grpc::Status status =
      stub->ApplyConfiguration(Context(SignIn("admin")).get(), request, &response);
  JACKFIELD_CHECK(status.ok());
}

void ApiSite::AddUser(const std::string& login, const std::string& role) {
  UserRecord user;
  user.login = login;
  user.display_name = login;
  user.role = role;
  user.password_hash = std::move(passwords_->Hash(kPassword)).value();
  user.created = clock_.WallNow();
  JACKFIELD_CHECK(store_.accounts().SaveUser(user).has_value());
}

namespace {

// The detail of that kind; not set: there is none.
template <typename Detail>
Detail DetailOf(const grpc::Status& status, const std::string& kind) {
  v1::ErrorStatus details;
  Detail detail;
  if (!details.ParseFromString(status.error_details())) return detail;
  for (const auto& any : details.details()) {
    if (any.type_url() != "type.googleapis.com/google.rpc." + kind) continue;
    if (detail.ParseFromString(any.value())) return detail;
  }
  return Detail();
}

}  // namespace

std::string ReasonOf(const grpc::Status& status) {
  return DetailOf<v1::ErrorInfo>(status, "ErrorInfo").reason();
}

Duration RetryDelayOf(const grpc::Status& status) {
  const auto delay = DetailOf<v1::RetryInfo>(status, "RetryInfo").retry_delay();
  return Duration(delay.seconds() * 1'000 + delay.nanos() / 1'000'000);
}

std::string FieldOf(const grpc::Status& status) {
  const auto bad = DetailOf<v1::BadRequest>(status, "BadRequest");
  return bad.field_violations().empty() ? "" : bad.field_violations(0).field();
}

}  // namespace jackfield::test
