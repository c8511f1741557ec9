#include "server/app/telephony_sources.h"

#include <exception>
#include <utility>  // Before awaitable.hpp: Boost 1.74 needs it.

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <pthread.h>

#include "server/ports/call_commands.h"
#include "server/ports/clock.h"
#include "server/ports/engine.h"
#include "server/ports/vault.h"
#include "server/telephony/ami/ami_connector.h"

namespace jackfield::app {

// Takes the commands to one connector over to its thread.
//
// Thread safety: thread-safe.
class AmiCommandSink final : public CallCommandSink {
 public:
  // All of it outlives Close().
  struct Way {
    boost::asio::io_context& context;
    ami::AmiConnector& connector;
    Vault& vault;
    const Clock& clock;
  };

  explicit AmiCommandSink(const Way& way) : way_(way) {}

  void Deliver(const exchange::CallCommand& command, Duration left) override
      ABSL_LOCKS_EXCLUDED(mutex_) {
    const absl::MutexLock lock(&mutex_);
    if (closed_) return;  // Its deadline ends it.
    boost::asio::post(way_.context, [way = way_, command, until = way_.clock.Now() + left] {
      Carry(way, command, until);
    });
  }

  // Takes nothing any more.
  void Close() ABSL_LOCKS_EXCLUDED(mutex_) {
    const absl::MutexLock lock(&mutex_);
    closed_ = true;
  }

 private:
  // A text that cannot be opened, of a person who was erased, is left out: an action that needs it
  // is refused.
  static void Carry(const Way& way, exchange::CallCommand command, Instant until) {
    for (exchange::PersonalText* text : exchange::TextsOf(command.body)) {
      *text = exchange::PersonalText(way.vault.Open(*text).value_or(""));
    }
    way.connector.Carry(command, until);
  }

  const Way way_;
  absl::Mutex mutex_;
  bool closed_ ABSL_GUARDED_BY(mutex_) = false;
};

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
  options.acts = settings.acts;
  options.contexts = {settings.route_context, settings.dial_context, settings.transfer_context};
  return options;
}

// A connector that throws is a bug, and must not be a link that is silently down for good.
void RethrowIfAny(const std::exception_ptr& error) {
  if (error) std::rethrow_exception(error);
}

}  // namespace

TelephonySources::TelephonySources(const TelephonySettings& settings, const Machine& machine,
                                   const TelephonyPorts& ports)
    : settings_(settings.ami), ports_(ports) {
  for (const AmiSourceSettings& ami : settings_) {
    ami_.push_back(std::make_unique<ami::AmiConnector>(
        context_.get_executor(), OptionsOf(ami),
        ami::AmiConnector::Outside{machine.clock, machine.random, machine.metrics},
        [&intake = ports_.intake](exchange::TelephonyEvent event) {
          intake.Accept(std::move(event), {});
        }));
    if (!ami.acts) continue;
    sinks_[ami.name] = std::make_shared<AmiCommandSink>(
        AmiCommandSink::Way{context_, *ami_.back(), ports_.vault, machine.clock});
  }
}

TelephonySources::~TelephonySources() { Stop(); }

void TelephonySources::Start() {
  for (const auto& [name, sink] : sinks_) ports_.engine.SendCommands(name, sink);
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
    if (!error && !stopping_) Look();
  });
}

void TelephonySources::Stop() {
  for (const auto& [name, sink] : sinks_) sink->Close();
  if (!thread_.joinable()) return;
  boost::asio::post(context_, [this] {
    stopping_ = true;  // The timer may have fired already: then it cannot be cancelled any more.
    look_.cancel();
    for (const auto& connector : ami_) connector->Stop();
  });
  thread_.join();
}

}  // namespace jackfield::app
