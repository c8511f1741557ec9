#include "server/app/listeners.h"

#include <utility>

namespace jackfield::app {

Result<std::unique_ptr<Listeners>> Listeners::Open(boost::asio::io_context& context,
                                                   const Configuration& configuration,
                                                   http_api::OpsSources sources) {
  std::unique_ptr<Listeners> listeners(new Listeners(context));
  const ListenAddress& address = configuration.listen.ops;
  Result<std::unique_ptr<http_api::OpsServer>> ops =
      http_api::OpsServer::Open(context, address.host, address.port, std::move(sources));
  if (!ops) return Fail(ops);
  listeners->ops_ = std::move(*ops);
  return listeners;
}

Status Listeners::ServeApi(const Configuration& configuration,
                           const std::vector<grpc::Service*>& services) {
  const ListenSettings& listen = configuration.listen;
  grpc_api::GrpcServerOptions options;
  options.certificate_file = configuration.tls.certificate_file;
  options.key_file = configuration.tls.key_file;
  Result<std::unique_ptr<net::Acceptor>> acceptor =
      net::Acceptor::Open(context_, {.host = listen.grpc.host,
                                     .port = listen.grpc.port,
                                     .connections_max = listen.connections_max,
                                     .per_address_max = listen.connections_per_address_max});
  if (!acceptor) return Fail(acceptor);
  Result<std::unique_ptr<grpc_api::GrpcServer>> grpc =
      grpc_api::GrpcServer::Start(options, services);
  if (!grpc) return Fail(grpc);
  grpc_ = std::move(*grpc);
  acceptor_ = std::move(*acceptor);
  acceptor_->Start([this](int descriptor) { grpc_->TakeConnection(descriptor); });
  grpc_->SetServing(true);
  return {};
}

void Listeners::StopApi(Duration limit) {
  if (!grpc_) return;
  grpc_->SetServing(false);
  acceptor_->Stop();
  grpc_->Stop(limit);
  grpc_.reset();
}

}  // namespace jackfield::app
