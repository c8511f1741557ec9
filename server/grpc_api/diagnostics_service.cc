#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include <grpcpp/server_context.h>

#include "jackfield/v1/diagnostics_service.grpc.pb.h"

#include "server/grpc_api/audit.h"
#include "server/grpc_api/configuration_book.h"
#include "server/grpc_api/diagnostics_mapping.h"
#include "server/grpc_api/gate.h"
#include "server/grpc_api/resource_names.h"
#include "server/grpc_api/services.h"
#include "server/grpc_api/stream_count.h"
#include "server/grpc_api/time_mapping.h"
#include "server/ports/backups.h"
#include "server/ports/clock.h"
#include "server/ports/diagnostics.h"

namespace jackfield::grpc_api {
namespace {

constexpr std::size_t kPrefixBytesMax = 64;
constexpr std::size_t kNumberBytesMax = 256;  // 64 characters of UTF-8.

// Thread safety: thread-safe.
class DiagnosticsServiceImpl final : public v1::DiagnosticsService::CallbackService {
 public:
  explicit DiagnosticsServiceImpl(const ServiceParts& parts) : parts_(parts) {}

  grpc::ServerUnaryReactor* GetServerStatus(grpc::CallbackServerContext* context,
                                            const v1::GetServerStatusRequest*,
                                            v1::GetServerStatusResponse* response) override {
    return parts_.gate.ServeBlocking(
        context, "DiagnosticsService/GetServerStatus",
        [this, response](const UnaryCallPtr&) { return GetStatus(*response->mutable_status()); });
  }

  grpc::ServerUnaryReactor* ListServerSettings(grpc::CallbackServerContext* context,
                                               const v1::ListServerSettingsRequest*,
                                               v1::ListServerSettingsResponse* response) override {
    return parts_.gate.ServeBlocking(context, "DiagnosticsService/ListServerSettings",
                                     [this, response](const UnaryCallPtr&) -> Status {
                                       for (const auto& one : parts_.ports.diagnostics.Settings()) {
                                         *response->add_settings() = ToProto(one);
                                       }
                                       return {};
                                     });
  }

  grpc::ServerUnaryReactor* RunChecks(grpc::CallbackServerContext* context,
                                      const v1::RunChecksRequest* request,
                                      v1::RunChecksResponse* response) override {
    return parts_.gate.ServeBlocking(
        context, "DiagnosticsService/RunChecks",
        [this, request, response](const UnaryCallPtr&) { return Check(*request, *response); });
  }

  grpc::ServerUnaryReactor* TestNumber(grpc::CallbackServerContext* context,
                                       const v1::TestNumberRequest* request,
                                       v1::TestNumberResponse* response) override {
    return parts_.gate.ServeBlocking(context, "DiagnosticsService/TestNumber",
                                     [this, request, response](const UnaryCallPtr& call) {
                                       return Test(call, *request, *response->mutable_reading());
                                     });
  }

 private:
  Status GetStatus(v1::ServerStatus& status) {
    const Result<ServerFacts> facts = parts_.ports.diagnostics.Status();
    if (!facts) return Fail(facts);
    status = ToProto(*facts);
    status.set_version(parts_.server_version);
    *status.mutable_server_time() = ToProto(parts_.ports.clock.WallNow());
    status.set_board_count(parts_.streams.boards.count());
    const auto backups = parts_.ports.backups.List();
    if (backups && !backups->empty()) {
      *status.mutable_backup_time() = ToProto(backups->front().state_at);
    }
    return {};
  }

  Status Check(const v1::RunChecksRequest& request, v1::RunChecksResponse& response) {
    if (request.check_prefix().size() > kPrefixBytesMax) {
      return FailField("FIELD_INVALID", "check_prefix", "must have at most 64 characters");
    }
    const auto findings = parts_.ports.diagnostics.RunChecks(request.check_prefix());
    if (!findings) return Fail(findings);
    for (const CheckFinding& finding : *findings) *response.add_results() = ToProto(finding);
    return {};
  }

  bool IsSource(const std::string& id) const {
    if (parts_.sources.contains(id)) return true;
    const SharedSite site = parts_.configuration.Current();
    const auto& sources = site->configuration.sources();
    return std::any_of(sources.begin(), sources.end(),
                       [&id](const auto& source) { return source.source_id() == id; });
  }

  Status Test(const UnaryCallPtr& call, const v1::TestNumberRequest& request,
              v1::NumberReading& reading) {
    if (request.number().empty() || request.number().size() > kNumberBytesMax) {
      return FailField("FIELD_INVALID", "number", "must have 1 to 64 characters");
    }
    const Result<std::string> source = OptionalIdOf("source", "sources", request.source());
    if (!source) return Fail(source);
    if (!source->empty() && !IsSource(*source)) {
      return Fail(ErrorCode::kNotFound, "SOURCE_NOT_FOUND", "there is no source " + *source);
    }
    const Status audited = Audit(parts_, call, {"numbers.test", request.source(), ""});
    if (!audited) return audited;
    const auto trial = parts_.ports.diagnostics.TryNumber(*source, request.number());
    if (!trial) return Fail(trial);
    reading = ToReading(parts_.ports.numbers, *trial);
    return {};
  }

  const ServiceParts parts_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeDiagnosticsService(const ServiceParts& parts) {
  return std::make_unique<DiagnosticsServiceImpl>(parts);
}

}  // namespace jackfield::grpc_api
