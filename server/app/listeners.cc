#include "server/app/listeners.h"

#include <utility>

#include <spdlog/spdlog.h>

#include "server/app/web_files.h"
#include "server/grpc_api/status_mapping.h"

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
                           const std::vector<grpc::Service*>& services,
                           const CertificateWatch::Pair& certificate, Metrics& metrics) {
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
  const Status web = ServeWeb(configuration, certificate, metrics);
  if (!web) return web;
  grpc_->SetServing(true);
  return {};
}

Status Listeners::ServeWeb(const Configuration& configuration,
                           const CertificateWatch::Pair& certificate, Metrics& metrics) {
  const ListenSettings& listen = configuration.listen;
  http_api::WebServerOptions options;
  options.listen = {.host = listen.web.host,
                    .port = listen.web.port,
                    .connections_max = listen.connections_max,
                    .per_address_max = listen.connections_per_address_max};
  options.trusted_proxies = {listen.web_trusted_proxies.begin(), listen.web_trusted_proxies.end()};
  options.certificate_pem = certificate.chain;
  options.key_pem = certificate.key;
  options.origins = {listen.web_origins.begin(), listen.web_origins.end()};
  options.files = WebFiles();
  Result<std::unique_ptr<http_api::WebServer>> web = http_api::WebServer::Start(
      std::move(options), grpc_->InProcessChannel(),
      [](const Error& error) { return grpc_api::ToGrpcStatus(error); }, metrics);
  if (!web) return Fail(web);
  web_ = std::move(*web);
  return {};
}

void Listeners::UseCertificate(const CertificateWatch::Pair& certificate) {
  if (!web_) return;
  const Status used = web_->UseCertificate(certificate.chain, certificate.key);
  if (!used) spdlog::error("web port keeps its certificate error=\"{}\"", used.error().message);
}

void Listeners::StopApi(Duration limit) {
  if (!grpc_) return;
  grpc_->SetServing(false);
  acceptor_->Stop();
  if (web_) web_->Stop();
  grpc_->Stop(limit);
  grpc_.reset();
}

}  // namespace jackfield::app
