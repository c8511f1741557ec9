#pragma once

#include <memory>

#include "server/grpc_api/parts.h"

namespace grpc {
class Service;
}  // namespace grpc

// The services of the contract, each in a file of its own. `parts` outlive them.
namespace jackfield::grpc_api {

std::unique_ptr<grpc::Service> MakeAdminService(const ServiceParts& parts);
std::unique_ptr<grpc::Service> MakeBackupService(const ServiceParts& parts);
std::unique_ptr<grpc::Service> MakeCallControlService(const ServiceParts& parts);
std::unique_ptr<grpc::Service> MakeCallbackService(const ServiceParts& parts);
std::unique_ptr<grpc::Service> MakeCustomerService(const ServiceParts& parts);
std::unique_ptr<grpc::Service> MakeDeskService(const ServiceParts& parts);
std::unique_ptr<grpc::Service> MakeDiagnosticsService(const ServiceParts& parts);
std::unique_ptr<grpc::Service> MakeInteractionService(const ServiceParts& parts);
std::unique_ptr<grpc::Service> MakeReportService(const ServiceParts& parts);
std::unique_ptr<grpc::Service> MakeSavedViewService(const ServiceParts& parts);
std::unique_ptr<grpc::Service> MakeSessionService(const ServiceParts& parts);
std::unique_ptr<grpc::Service> MakeSupervisionService(const ServiceParts& parts);
std::unique_ptr<grpc::Service> MakeTelephonyService(const ServiceParts& parts);
std::unique_ptr<grpc::Service> MakeTicketService(const ServiceParts& parts);

}  // namespace jackfield::grpc_api
