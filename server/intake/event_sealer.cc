#include "server/intake/event_sealer.h"

#include <functional>
#include <string>
#include <utility>
#include <variant>

#include "server/base/control_characters.h"
#include "server/identity/caller_text.h"

namespace jackfield::intake {
namespace {

using exchange::PersonalText;

std::string KeyOf(const std::string& source, const std::string& call) {
  return source + '\n' + call;
}

// What texts of an event belong to: a call, a device, or the number that they are.
struct Place {
  enum class Kind { kCall, kDevice, kNumber };
  Kind kind = Kind::kCall;
  std::string id;
};

using Take = std::function<Status(const Place&, PersonalText&)>;

Status ForCaller(const Take& take, const Place& place, exchange::Caller& caller) {
  for (PersonalText* text : {&caller.number, &caller.name, &caller.e164}) {
    if (Status taken = take(place, *text); !taken) return taken;
  }
  return {};
}

Status ForDialled(const Take& take, PersonalText& dialled) {
  return take({Place::Kind::kNumber, dialled.bytes}, dialled);
}

// Calls `take` with each personal text of an event, until it fails.
struct TextVisitor {
  Status operator()(exchange::Originated& event) const {
    const Place place{Place::Kind::kCall, event.call};
    if (Status taken = ForCaller(take, place, event.caller); !taken) return taken;
    return ForDialled(take, event.dialled);
  }
  Status operator()(exchange::CallInformation& event) const {
    const Place place{Place::Kind::kCall, event.call};
    if (event.caller) {
      if (Status taken = ForCaller(take, place, *event.caller); !taken) return taken;
    }
    for (exchange::AttachedValue& attached : event.attached) {
      if (Status taken = take(place, attached.value); !taken) return taken;
    }
    return ForDialled(take, event.dialled);
  }
  Status operator()(exchange::Transferred& event) const {
    return take({Place::Kind::kCall, event.call}, event.target);
  }
  Status operator()(exchange::MemberAdded& event) const {
    return take({Place::Kind::kDevice, event.device}, event.pause_reason);
  }
  Status operator()(exchange::MemberPaused& event) const {
    return take({Place::Kind::kDevice, event.device}, event.reason);
  }
  Status operator()(exchange::SwitchSnapshot& event) const {
    for (exchange::SnapshotCall& call : event.calls) {
      const Place place{Place::Kind::kCall, call.call};
      if (Status taken = ForCaller(take, place, call.caller); !taken) return taken;
      if (Status taken = ForDialled(take, call.dialled); !taken) return taken;
    }
    for (exchange::MemberAdded& member : event.members) {
      if (Status taken = (*this)(member); !taken) return taken;
    }
    return {};
  }
  // The others hold none.
  Status operator()(exchange::Queued&) const { return {}; }
  Status operator()(exchange::Dequeued&) const { return {}; }
  Status operator()(exchange::QueueRefused&) const { return {}; }
  Status operator()(exchange::Delivered&) const { return {}; }
  Status operator()(exchange::Established&) const { return {}; }
  Status operator()(exchange::RingEnded&) const { return {}; }
  Status operator()(exchange::LegCompleted&) const { return {}; }
  Status operator()(exchange::Held&) const { return {}; }
  Status operator()(exchange::Retrieved&) const { return {}; }
  Status operator()(exchange::Parked&) const { return {}; }
  Status operator()(exchange::Unparked&) const { return {}; }
  Status operator()(exchange::Conferenced&) const { return {}; }
  Status operator()(exchange::LegMoved&) const { return {}; }
  Status operator()(exchange::ConnectionCleared&) const { return {}; }
  Status operator()(exchange::CallCleared&) const { return {}; }
  Status operator()(exchange::MemberRemoved&) const { return {}; }
  Status operator()(exchange::QueueParameters&) const { return {}; }
  Status operator()(exchange::LinkUp&) const { return {}; }
  Status operator()(exchange::LinkDown&) const { return {}; }
  Status operator()(exchange::CommandResult&) const { return {}; }

  const Take& take;
};

// UTF-8 without control characters, whatever the source handed on.
std::string Clean(const std::string& text) {
  std::string clean = identity::EncodeUtf8(identity::DecodeUtf8(text));
  std::erase_if(clean, IsControl);
  return clean;
}

}  // namespace

Status EventSealer::Seal(exchange::TelephonyEvent& event) {
  if (const auto* begun = std::get_if<exchange::Originated>(&event.body)) {
    Remember(event.source, begun->call, begun->caller);
  } else if (const auto* known = std::get_if<exchange::CallInformation>(&event.body)) {
    if (known->attached_customer) {
      subjects_.Put(KeyOf(event.source, known->call), VaultSubject{known->attached_customer, {}});
    } else if (known->caller) {
      Remember(event.source, known->call, *known->caller);
    }
  } else if (const auto* snapshot = std::get_if<exchange::SwitchSnapshot>(&event.body)) {
    for (const auto& call : snapshot->calls) Remember(event.source, call.call, call.caller);
  }
  const auto subject_of = [&](const Place& place) -> VaultSubject {
    switch (place.kind) {
      case Place::Kind::kCall:
        return SubjectOfCall(event.source, place.id);
      case Place::Kind::kDevice:
        return {{}, "device " + event.source + " " + place.id};
      case Place::Kind::kNumber:
        return owner_of_(event.source, place.id);
    }
    return {};
  };
  const Take seal = [&](const Place& place, PersonalText& text) -> Status {
    if (!text.in_the_clear()) return {};
    auto sealed = vault_.Seal(subject_of(place), PersonalText(Clean(text.bytes)));
    if (!sealed) return Fail(sealed);
    text = std::move(*sealed);
    return {};
  };
  return std::visit(TextVisitor{seal}, event.body);
}

VaultSubject EventSealer::SubjectOfCall(const std::string& source, const std::string& call) {
  if (const VaultSubject* const known = subjects_.Find(KeyOf(source, call))) return *known;
  return {{}, "call " + source + " " + call};
}

void EventSealer::Remember(const std::string& source, const std::string& call,
                           const exchange::Caller& caller) {
  VaultSubject subject;
  subject.customer = caller.customer;
  subject.number = caller.e164.empty() ? caller.number.bytes : caller.e164.bytes;
  subject.number_key = caller.number_key;
  if (!subject.customer && subject.number.empty()) return;
  subjects_.Put(KeyOf(source, call), std::move(subject));
}

void DropTexts(exchange::TelephonyEvent& event) {
  const Take drop = [](const Place&, PersonalText& text) -> Status {
    text = PersonalText();
    return {};
  };
  static_cast<void>(std::visit(TextVisitor{drop}, event.body));
}

}  // namespace jackfield::intake
