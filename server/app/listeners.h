#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <grpcpp/grpcpp.h>

#include "server/app/certificate_watch.h"
#include "server/app/configuration.h"
#include "server/base/result.h"
#include "server/base/time.h"
#include "server/grpc_api/grpc_server.h"
#include "server/http_api/ops_server.h"
#include "server/http_api/web_server.h"
#include "server/net/acceptor.h"
#include "server/ports/metrics.h"

namespace jackfield::app {

// The three ports: the API with its acceptor, the web pages with the API for browsers, and the
// operators' pages.
//
// Lifetime: `context` and the services outlive it. `context` is not run any more when it ends.
//
// Thread safety: confined to the thread that runs `context`.
class Listeners {
 public:
  // Opens the operators' port: it answers, "not ready", as soon as `context` runs.
  // Errors: kUnavailable with address and reason.
  static Result<std::unique_ptr<Listeners>> Open(boost::asio::io_context& context,
                                                 const Configuration& configuration,
                                                 http_api::OpsSources sources);

  // Serves the API from now on, on both of its ports. `certificate` was found to be good.
  // Errors: kUnavailable.
  Status ServeApi(const Configuration& configuration, const std::vector<grpc::Service*>& services,
                  const CertificateWatch::Pair& certificate, Metrics& metrics);

  // The web port's new connections get this one; gRPC reads its files itself.
  void UseCertificate(const CertificateWatch::Pair& certificate);

  // Accepts no further connection, and ends those that are open within `limit`.
  void StopApi(Duration limit);
  void StopOps() { ops_->Stop(); }

  std::uint16_t api_port() const { return acceptor_->port(); }
  std::uint16_t web_port() const { return web_->port(); }
  std::uint16_t ops_port() const { return ops_->port(); }
  net::AcceptorFigures api_figures() const {
    return acceptor_ ? acceptor_->figures() : net::AcceptorFigures{};
  }
  net::AcceptorFigures web_figures() const {
    return web_ ? web_->figures() : net::AcceptorFigures{};
  }

 private:
  explicit Listeners(boost::asio::io_context& context) : context_(context) {}

  Status ServeWeb(const Configuration& configuration, const CertificateWatch::Pair& certificate,
                  Metrics& metrics);

  boost::asio::io_context& context_;
  std::unique_ptr<http_api::OpsServer> ops_;
  std::unique_ptr<grpc_api::GrpcServer> grpc_;
  std::unique_ptr<net::Acceptor> acceptor_;
  std::unique_ptr<http_api::WebServer> web_;
};

}  // namespace jackfield::app
