#include "server/app/telephony_sources.h"

#include <exception>
#include <utility>  // Before awaitable.hpp: Boost 1.74 needs it.

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <pthread.h>

#include "server/telephony/ami/ami_connector.h"

namespace jackfield::app {
namespace {

ami::AmiConnectorOptions OptionsOf(const AmiSourceSettings& settings) {
  ami::AmiConnectorOptions options;
  options.source = settings.name;
  options.host = settings.host;
  options.port = settings.port;
  options.username = settings.username;
  options.secret = settings.password.Reveal();
  options.ping_interval = settings.ping_interval;
  options.silence_max = settings.silence_max;
  options.event_filters = settings.event_filters;
  options.attached_variables = settings.attached_variables;
  return options;
}

// A connector that throws is a bug, and must not be a link that is silently down for good.
void RethrowIfAny(const std::exception_ptr& error) {
  if (error) std::rethrow_exception(error);
}

}  // namespace

TelephonySources::TelephonySources(const TelephonySettings& settings, const Machine& machine,
                                   Intake& intake)
    : settings_(settings.ami) {
  for (const AmiSourceSettings& ami : settings_) {
    ami_.push_back(std::make_unique<ami::AmiConnector>(
        context_.get_executor(), OptionsOf(ami),
        ami::AmiConnector::Outside{machine.clock, machine.random, machine.metrics},
        [&intake](exchange::TelephonyEvent event) { intake.Accept(std::move(event), {}); }));
  }
}

TelephonySources::~TelephonySources() { Stop(); }

void TelephonySources::Start() {
  for (const auto& connector : ami_) {
    boost::asio::co_spawn(context_, connector->Run(), RethrowIfAny);
  }
  Look();
  thread_ = std::thread([this] { context_.run(); });
  pthread_setname_np(thread_.native_handle(), "telephony");
}

std::vector<std::pair<std::string, bool>> TelephonySources::Links() const {
  const absl::MutexLock lock(&mutex_);
  return links_;
}

std::map<std::string, ami::AmiLinkFacts> TelephonySources::Facts() const {
  const absl::MutexLock lock(&mutex_);
  return facts_;
}

bool TelephonySources::tried() const {
  const absl::MutexLock lock(&mutex_);
  return tried_;
}

void TelephonySources::Look() {
  std::vector<std::pair<std::string, bool>> links;
  std::map<std::string, ami::AmiLinkFacts> facts;
  bool tried = true;
  for (std::size_t i = 0; i < ami_.size(); ++i) {
    links.emplace_back(settings_[i].name, ami_[i]->ready());
    facts.emplace(settings_[i].name, ami_[i]->facts());
    tried = tried && ami_[i]->tried();
  }
  {
    const absl::MutexLock lock(&mutex_);
    links_ = std::move(links);
    facts_ = std::move(facts);
    tried_ = tried;
  }
  if (ami_.empty()) return;
  look_.expires_after(tried ? kLookInterval : kFirstLookInterval);
  look_.async_wait([this](const boost::system::error_code& error) {
    if (!error) Look();
  });
}

void TelephonySources::Stop() {
  if (!thread_.joinable()) return;
  boost::asio::post(context_, [this] {
    look_.cancel();
    for (const auto& connector : ami_) connector->Stop();
  });
  thread_.join();
}

}  // namespace jackfield::app
