#include "server/grpc_api/stream_links.h"

#include <algorithm>
#include <utility>

#include "server/base/check.h"
#include "server/ports/engine.h"
#include "server/ports/intake.h"

namespace jackfield::grpc_api {
namespace {

void Tell(Intake& intake, const std::string& source, exchange::TelephonyEventBody body) {
  exchange::TelephonyEvent event;
  event.source = source;
  event.body = std::move(body);
  intake.Accept(std::move(event), {});
}

}  // namespace

StreamLinks::Ticket StreamLinks::Open(const std::string& source, Commands commands) {
  const absl::MutexLock lock(&mutex_);
  Link& link = links_[source];
  const bool first = link.streams.empty();
  link.streams.push_back({++last_, std::move(commands)});
  const bool directed = Direct(source, link);
  if (first || directed) TellUp(source, link);
  return last_;
}

void StreamLinks::Close(const std::string& source, Ticket stream, StreamEnd end) {
  const absl::MutexLock lock(&mutex_);
  const auto link = links_.find(source);
  JACKFIELD_CHECK(link != links_.end());
  auto& streams = link->second.streams;
  const auto gone =
      std::erase_if(streams, [&](const Stream& each) { return each.ticket == stream; });
  JACKFIELD_CHECK(gone == 1);
  const bool directed = Direct(source, link->second);
  if (!streams.empty()) {
    if (directed) TellUp(source, link->second);
    return;
  }
  links_.erase(link);
  Tell(intake_, source, exchange::LinkDown{end == StreamEnd::kSaidAll});
}

bool StreamLinks::Direct(const std::string& source, Link& link) {
  const auto newest = std::find_if(link.streams.rbegin(), link.streams.rend(),
                                   [](const Stream& each) { return !each.commands.kinds.empty(); });
  const Ticket to = newest == link.streams.rend() ? 0 : newest->ticket;
  if (to == link.commanded) return false;
  link.commanded = to;
  engine_.SendCommands(source, to == 0 ? std::weak_ptr<CallCommandSink>() : newest->commands.sink);
  return true;
}

void StreamLinks::TellUp(const std::string& source, const Link& link) {
  exchange::LinkUp up;
  up.capabilities.emplace();
  for (const Stream& stream : link.streams) {
    if (stream.ticket == link.commanded) up.capabilities = stream.commands.kinds;
  }
  Tell(intake_, source, std::move(up));
}

}  // namespace jackfield::grpc_api
