#include <memory>
#include <string>
#include <utility>

#include <grpcpp/server_context.h>

#include "jackfield/v1/backup_service.grpc.pb.h"

#include "server/grpc_api/backup_mapping.h"
#include "server/grpc_api/backup_reactor.h"
#include "server/grpc_api/gate.h"
#include "server/grpc_api/resource_names.h"
#include "server/grpc_api/services.h"
#include "server/ports/accounts.h"
#include "server/ports/backups.h"
#include "server/ports/clock.h"

namespace jackfield::grpc_api {
namespace {

class BackupService final : public v1::BackupService::CallbackService {
 public:
  explicit BackupService(const ServiceParts& parts) : parts_(parts) {}

  grpc::ServerWriteReactor<v1::CreateBackupResponse>* CreateBackup(
      grpc::CallbackServerContext* context, const v1::CreateBackupRequest* /*request*/) override {
    const auto begin = [this](const SharedIdentity& identity,
                              std::shared_ptr<BackupWatcher> watcher) -> Status {
      const Status audited = Audit(identity, "backups.create", "");
      return audited ? parts_.ports.backups.Create(std::move(watcher)) : audited;
    };
    return Start<v1::CreateBackupResponse>(*context, "BackupService/CreateBackup", begin);
  }

  grpc::ServerUnaryReactor* ListBackups(grpc::CallbackServerContext* context,
                                        const v1::ListBackupsRequest* /*request*/,
                                        v1::ListBackupsResponse* response) override {
    return parts_.gate.ServeBlocking(context, "BackupService/ListBackups",
                                     [this, response](const UnaryCallPtr&) -> Status {
                                       const auto records = parts_.ports.backups.List();
                                       if (!records) return Fail(records);
                                       for (const BackupRecord& record : *records)
                                         *response->add_backups() = ToProto(record);
                                       return {};
                                     });
  }

  grpc::ServerWriteReactor<v1::VerifyBackupResponse>* VerifyBackup(
      grpc::CallbackServerContext* context, const v1::VerifyBackupRequest* request) override {
    const auto begin = [this, name = request->name()](
                           const SharedIdentity& identity,
                           std::shared_ptr<BackupWatcher> watcher) -> Status {
      const Result<std::string> id = IdOf("name", "backups", name);
      if (!id) return Fail(id);
      const Status audited = Audit(identity, "backups.verify", name);
      return audited ? parts_.ports.backups.Verify(*id, std::move(watcher)) : audited;
    };
    return Start<v1::VerifyBackupResponse>(*context, "BackupService/VerifyBackup", begin);
  }

 private:
  template <typename Response>
  BackupReactor<Response>* Start(grpc::CallbackServerContext& context, std::string_view method,
                                 typename BackupReactor<Response>::BeginWork begin) {
    auto reactor =
        std::make_shared<BackupReactor<Response>>(parts_, context, method, std::move(begin));
    reactor->Begin(reactor);
    return reactor.get();
  }

  Status Audit(const SharedIdentity& identity, std::string action, std::string object) {
    return parts_.ports.accounts.Audit({parts_.ports.clock.WallNow(), identity->principal.name(),
                                        std::move(action), std::move(object), ""});
  }

  const ServiceParts parts_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeBackupService(const ServiceParts& parts) {
  return std::make_unique<BackupService>(parts);
}

}  // namespace jackfield::grpc_api
