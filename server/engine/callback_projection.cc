#include "server/engine/callback_projection.h"

#include <variant>

#include "server/engine/names.h"

namespace jackfield::engine {
namespace {

template <typename Command>
concept NamesCallback = requires(const Command& command) {
  command.callback;
};

template <typename Command>
concept AnswersOffer = requires(const Command& command) {
  command.reservation;
};

// The callback that the reservation was for, if that ended now.
CallbackId ReservedBy(const exchange::Effects& effects, ReservationId reservation) {
  for (const exchange::Effect& effect : effects) {
    const auto* ended = std::get_if<exchange::ReservationEnded>(&effect);
    if (ended == nullptr || ended->reservation != reservation) continue;
    if (ended->work.kind == exchange::WorkKind::kCallback) return CallbackId{ended->work.id};
  }
  return {};
}

CallbackId CallbackOf(const exchange::CallbackCommand& command, const exchange::Effects& effects,
                      CallbackId first_made) {
  return std::visit(
      [&](const auto& each) {
        if constexpr (NamesCallback<decltype(each)>) {
          return each.callback;
        } else if constexpr (AnswersOffer<decltype(each)>) {
          return ReservedBy(effects, each.reservation);
        } else {
          return first_made;
        }
      },
      command);
}

CallbackAttemptRow ProjectAttempt(const exchange::State& state,
                                  const exchange::CallbackAttempt& attempt) {
  return {AgentLogin(state, attempt.agent),
          attempt.began.wall,
          attempt.dialled,
          attempt.outcome,
          attempt.call,
          attempt.assumed};
}

}  // namespace

CallbackRow ProjectCallback(const exchange::State& state, const exchange::Callback& callback) {
  CallbackRow row;
  row.callback = callback.id;
  row.name = callback.name;
  row.number = callback.number;
  row.customer = callback.customer;
  row.value_tier = callback.value_tier;
  row.queue = QueueName(state, callback.queue);
  row.queue_display_name = QueueDisplayName(state, callback.queue);
  row.state = callback.state;
  row.origin = callback.origin;
  row.note = callback.note;
  row.list = callback.list;
  row.call = callback.call;
  row.ticket = callback.ticket;
  row.preferred = AgentLogin(state, callback.preferred);
  row.agent = AgentLogin(state, callback.agent);
  row.wait_start = callback.since.wall;
  row.earliest = callback.earliest;
  row.next_attempt = callback.due;
  row.lease_until = callback.lease_until;
  for (const exchange::CallbackAttempt& attempt : callback.attempts) {
    row.attempts.push_back(ProjectAttempt(state, attempt));
  }
  row.held = !callback.callers.empty();
  row.end = callback.end;
  row.ended_by = callback.ended_by;
  row.created = callback.created.wall;
  row.ended = callback.ended;
  row.revision = callback.revision;
  return row;
}

void ProjectCallbacks(const exchange::State& state, const BatchChanges& changes,
                      CommitBatch& batch) {
  for (const CallbackId id : changes.callbacks()) {
    const exchange::Callback* callback = changes.FindCallback(state, id);
    if (callback != nullptr) batch.callbacks.push_back(ProjectCallback(state, *callback));
  }
}

CallbackReceipt ReceiptOf(const exchange::State& state, const exchange::CallbackCommand& command,
                          const exchange::Effects& effects, std::uint64_t made_before) {
  CallbackReceipt receipt;
  receipt.made = static_cast<std::uint32_t>(state.callbacks_made - made_before);
  const CallbackId first_made{receipt.made == 0 ? 0 : made_before + 1};
  const auto found = state.callbacks.find(CallbackOf(command, effects, first_made));
  if (found == state.callbacks.end()) return receipt;
  receipt.callback = found->second.id;
  receipt.name = found->second.name;
  receipt.revision = found->second.revision;
  return receipt;
}

}  // namespace jackfield::engine
