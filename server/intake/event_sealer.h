#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <utility>

#include "server/base/recently_used.h"
#include "server/base/result.h"
#include "server/exchange/telephony_event.h"
#include "server/ports/vault.h"

namespace jackfield::intake {

// Seals the personal texts of events.
//
// Rules:
//  P1. The texts of a call are sealed for its caller: the customer if exactly one is known, by the
//      number or by a value that is attached to the call, else the number. An event that does not
//      name its caller uses the one that an earlier event of the call named; where there is none, a
//      key of the call's own.
//  P2. A dialled number is sealed for whom it belongs to, as `owner_of` says. Why: of a call from
//      here that is who the other side is, and the key finds the other calls with them.
//  P3. The reason of a pause is sealed for the device: it is the agent's.
//  P4. After it no text of the event is in the clear, or the event was refused.
//
// Flow: remembers the callers of the last kCallsMax calls.
//
// Thread safety: confined to the intake thread.
class EventSealer {
 public:
  static constexpr std::size_t kCallsMax = 50'000;

  // Whose number it is, as the source writes it.
  using OwnerOf = std::function<VaultSubject(const std::string& source, const std::string& number)>;

  EventSealer(Vault& vault, OwnerOf owner_of) : vault_(vault), owner_of_(std::move(owner_of)) {}

  // Errors: those of the vault; `event` is then partly sealed, and is to be dropped.
  Status Seal(exchange::TelephonyEvent& event);

 private:
  VaultSubject SubjectOfCall(const std::string& source, const std::string& call);
  void Remember(const std::string& source, const std::string& call, const exchange::Caller& caller);

  Vault& vault_;
  const OwnerOf owner_of_;
  RecentlyUsed<std::string, VaultSubject> subjects_{kCallsMax};
};

// Takes every personal text out of `event`: for an event that must go on although it cannot be
// sealed. Thread safety: pure function.
void DropTexts(exchange::TelephonyEvent& event);

}  // namespace jackfield::intake
