#include "server/grpc_api/api.h"

#include <utility>

#include <grpcpp/impl/service_type.h>

#include "server/grpc_api/configuration_book.h"
#include "server/grpc_api/gate.h"
#include "server/grpc_api/pop_cards.h"
#include "server/grpc_api/pulse.h"
#include "server/grpc_api/queue_watch.h"
#include "server/grpc_api/request_log.h"
#include "server/grpc_api/services.h"
#include "server/grpc_api/stream_count.h"
#include "server/grpc_api/stream_links.h"
#include "server/grpc_api/worker_pool.h"

namespace jackfield::grpc_api {

struct Api::Shared {
  Shared(const ApiPorts& ports, ApiOptions options)
      : authenticator(ports.accounts, ports.clock, options.sessions),
        configuration(ports.accounts, ports.engine, ports.numbers, ports.clock,
                      std::move(options.caller_reading_changed)),
        cards(ports, configuration),
        requests(ports.requests, ports.vault),
        links(ports.intake, ports.engine),
        streams(ports.metrics),
        workers("jf-api-worker", {options.worker_threads, options.worker_waiting_max}),
        delivery("jf-api-deliver", {options.delivery_threads, options.delivery_waiting_max}),
        gate(authenticator, workers, ports.clock, ports.metrics),
        parts{ports,
              gate,
              authenticator,
              workers,
              delivery,
              pulse,
              configuration,
              cards,
              requests,
              *queues,
              links,
              streams,
              [this, changed = std::move(options.customers_changed)] {
                cards.Forget();
                changed();
              },
              std::move(options.sources),
              std::move(options.server_version)} {}

  Authenticator authenticator;
  ConfigurationBook configuration;
  PopCards cards;
  RequestLog requests;
  const std::shared_ptr<QueueWatch> queues = std::make_shared<QueueWatch>();
  StreamLinks links;
  StreamCounts streams;
  WorkerPool workers;
  WorkerPool delivery;
  Pulse pulse;
  Gate gate;
  ServiceParts parts;
};

Api::Api(const ApiPorts& ports, ApiOptions options)
    : shared_(std::make_unique<Shared>(ports, std::move(options))) {
  services_.push_back(MakeAdminService(shared_->parts));
  services_.push_back(MakeBackupService(shared_->parts));
  services_.push_back(MakeCallControlService(shared_->parts));
  services_.push_back(MakeCustomerService(shared_->parts));
  services_.push_back(MakeDeskService(shared_->parts));
  services_.push_back(MakeDiagnosticsService(shared_->parts));
  services_.push_back(MakeInteractionService(shared_->parts));
  services_.push_back(MakeReportService(shared_->parts));
  services_.push_back(MakeSavedViewService(shared_->parts));
  services_.push_back(MakeSessionService(shared_->parts));
  services_.push_back(MakeSupervisionService(shared_->parts));
  services_.push_back(MakeTelephonyService(shared_->parts));
  services_.push_back(MakeTicketService(shared_->parts));
  services_.push_back(MakeCallbackService(shared_->parts));
}

Api::~Api() {
  Stop();
  shared_->workers.Stop();
  shared_->delivery.Stop();
}

Status Api::Start() {
  shared_->parts.ports.engine.WatchBoard(0, shared_->queues);
  return shared_->configuration.Load();
}

void Api::Stop() { shared_->pulse.Stop(); }

std::vector<grpc::Service*> Api::services() const {
  std::vector<grpc::Service*> all;
  for (const auto& service : services_) all.push_back(service.get());
  return all;
}

}  // namespace jackfield::grpc_api
