#include "server/intake/caller_resolver.h"

#include <algorithm>
#include <utility>

#include "server/identity/caller_text.h"
#include "server/identity/number_library.h"
#include "server/identity/reading_steps.h"
#include "server/ports/figures.h"

namespace jackfield::intake {
namespace {

using exchange::Caller;
using exchange::PersonalText;

using Choices = std::vector<identity::RememberedChoice>;

// Longer than any key that a customer may have.
constexpr std::size_t kAttachedIdMax = 128;

identity::Presentation ToIdentity(exchange::Presentation presentation) {
  switch (presentation) {
    case exchange::Presentation::kUnknown:
      return identity::Presentation::kUnknown;
    case exchange::Presentation::kPresented:
      return identity::Presentation::kPresented;
    case exchange::Presentation::kWithheld:
      return identity::Presentation::kWithheld;
  }
  return identity::Presentation::kUnknown;
}

exchange::Presentation ToExchange(identity::Presentation presentation) {
  switch (presentation) {
    case identity::Presentation::kUnknown:
      return exchange::Presentation::kUnknown;
    case identity::Presentation::kPresented:
      return exchange::Presentation::kPresented;
    case identity::Presentation::kWithheld:
      return exchange::Presentation::kWithheld;
  }
  return exchange::Presentation::kUnknown;
}

exchange::Match ToExchange(identity::Match match) {
  switch (match) {
    case identity::Match::kNone:
    case identity::Match::kGuessed:  // Candidates, and nobody is said to have the number.
      return exchange::Match::kNone;
    case identity::Match::kExact:
      return exchange::Match::kExact;
    case identity::Match::kOtherFormat:
      return exchange::Match::kOtherFormat;
    case identity::Match::kExtensionStripped:
      return exchange::Match::kExtensionStripped;
    case identity::Match::kDenied:
      return exchange::Match::kDenied;
    case identity::Match::kConfirmedBefore:
      return exchange::Match::kConfirmedBefore;
  }
  return exchange::Match::kNone;
}

std::string_view LabelOf(exchange::Match match) {
  switch (match) {
    case exchange::Match::kNone:
      return "match=none";
    case exchange::Match::kExact:
      return "match=exact";
    case exchange::Match::kOtherFormat:
      return "match=other_format";
    case exchange::Match::kExtensionStripped:
      return "match=extension_stripped";
    case exchange::Match::kChosen:
      return "match=chosen";
    case exchange::Match::kDenied:
      return "match=denied";
    case exchange::Match::kAttachedId:
      return "match=attached_id";
    case exchange::Match::kConfirmedBefore:
      return "match=confirmed_before";
  }
  return "match=none";
}

Error Named(Error error, const std::string& source) {
  error.message = "source " + source + ": " + error.message;
  return error;
}

// C1.
Caller Withheld() {
  Caller caller;
  caller.presentation = exchange::Presentation::kWithheld;
  return caller;
}

void TakeOver(const identity::Identification& found, Caller& caller) {
  caller.match = ToExchange(found.match);
  caller.customer = found.customer;
  caller.candidate_count = found.candidate_count;
  caller.denied = found.denied;
  if (found.customer) return;
  caller.chosen_before_count = found.chosen_before_count;
  for (const identity::DirectoryHit& hit : found.candidates) {
    if (caller.candidates.size() >= Caller::kCandidatesMax) break;
    caller.candidates.push_back(hit.customer);
  }
}

}  // namespace

Result<std::unique_ptr<CallerResolver>> CallerResolver::Prepare(const NumberReading& reading,
                                                                Customers& customers,
                                                                CallerMemory& memory,
                                                                Metrics& metrics) {
  std::unique_ptr<CallerResolver> resolver(new CallerResolver(customers, memory, metrics));
  const Status used = resolver->Use(reading);
  if (!used) return Fail(used);
  return resolver;
}

CallerResolver::CallerResolver(Customers& customers, CallerMemory& memory, Metrics& metrics)
    : customers_(customers), index_(customers), memory_(memory), metrics_(metrics) {}

Caller CallerResolver::Resolve(const std::string& source, Caller caller) {
  if (caller.presentation == exchange::Presentation::kWithheld) {
    metrics_.Count(figures::kCallersIdentifiedTotal, "match=withheld");
    return Withheld();
  }
  const Found found = Find(source, caller);
  if (found.number.presentation == identity::Presentation::kWithheld) {
    metrics_.Count(figures::kCallersIdentifiedTotal, "match=withheld");
    return Withheld();
  }
  Caller resolved;
  resolved.presentation = ToExchange(found.number.presentation);
  resolved.number = PersonalText(found.number.raw);
  resolved.name = PersonalText(identity::CallerName(caller.name.bytes));
  if (found.number.e164) {
    resolved.e164 = PersonalText(found.number.e164->e164());
  } else if (found.identification.customer && found.identification.e164) {
    resolved.e164 = PersonalText(found.identification.e164->e164());
  }
  resolved.number_key = found.key;
  resolved.calling_code = found.calling_code;
  TakeOver(found.identification, resolved);
  resolved.SetStanding(found.standing);
  metrics_.Count(figures::kCallersIdentifiedTotal, LabelOf(resolved.match));
  return resolved;
}

std::vector<std::string> CallerResolver::Explain(const std::string& source,
                                                 std::string_view raw) const {
  return identity::ReadingSteps(normalizers()->Of(source), raw);
}

CustomerId CallerResolver::CustomerOf(const std::vector<exchange::AttachedValue>& values) {
  for (const exchange::AttachedValue& value : values) {
    std::string system;
    {
      const absl::MutexLock lock(&mutex_);
      const auto found = attached_.find(value.name);
      if (found == attached_.end()) continue;
      system = found->second;
    }
    if (value.value.empty() || value.value.bytes.size() > kAttachedIdMax) continue;
    const Result<Customer> customer = customers_.GetByExternalId(system, value.value.bytes);
    if (!customer) continue;  // C2
    metrics_.Count(figures::kCallersIdentifiedTotal, LabelOf(exchange::Match::kAttachedId));
    return customer->id;
  }
  return {};
}

exchange::CustomerStanding CallerResolver::StandingOf(CustomerId customer) {
  return Standing(customer).value_or(exchange::CustomerStanding());
}

void CallerResolver::UseTiers(Tiers tiers) {
  {
    const absl::MutexLock lock(&mutex_);
    tiers_ = std::move(tiers);
  }
  Forget();
}

void CallerResolver::Use(AttachedIds attached) {
  const absl::MutexLock lock(&mutex_);
  attached_ = std::move(attached);
}

std::vector<std::string> CallerResolver::LookUpForms(std::string_view text,
                                                     std::size_t count) const {
  const std::shared_ptr<const Normalizers> by = normalizers();
  std::vector<std::string> forms;
  const auto add = [&](const identity::NumberNormalizer& normalizer) {
    std::string form = normalizer.Normalize(text).LookUpForm();
    const bool known = std::find(forms.begin(), forms.end(), form) != forms.end();
    if (!form.empty() && !known && forms.size() < count) forms.push_back(std::move(form));
  };
  for (const auto& [source, normalizer] : by->sources) add(normalizer);
  add(by->others);
  return forms;
}

VaultSubject CallerResolver::OwnerOf(const std::string& source, const std::string& number) {
  Caller dialled;
  dialled.presentation = exchange::Presentation::kPresented;
  dialled.number = PersonalText(number);
  const Found found = Find(source, dialled);
  return {found.identification.customer, found.number.raw, found.key};
}

void CallerResolver::Forget() {
  const absl::MutexLock lock(&mutex_);
  ++generation_;
  found_.Clear();
}

Status CallerResolver::Use(const NumberReading& reading) {
  Result<std::shared_ptr<const Normalizers>> normalizers = Read(reading);
  if (!normalizers) return Fail(normalizers);
  {
    const absl::MutexLock lock(&mutex_);
    normalizers_ = std::move(*normalizers);
  }
  Forget();
  return {};
}

Result<std::shared_ptr<const CallerResolver::Normalizers>> CallerResolver::Read(
    const NumberReading& reading) {
  auto others = identity::NumberNormalizer::Prepare(reading.others);
  if (!others) return Fail(others);
  Normalizers normalizers{{}, std::move(*others)};
  for (const auto& [source, rules] : reading.sources) {
    auto normalizer = identity::NumberNormalizer::Prepare(rules);
    if (!normalizer) return tl::unexpected<Error>(Named(normalizer.error(), source));
    normalizers.sources.emplace(source, std::move(*normalizer));
  }
  return std::make_shared<const Normalizers>(std::move(normalizers));
}

const identity::NumberNormalizer& CallerResolver::Normalizers::Of(const std::string& source) const {
  const auto found = sources.find(source);
  return found == sources.end() ? others : found->second;
}

std::shared_ptr<const CallerResolver::Normalizers> CallerResolver::normalizers() const {
  const absl::MutexLock lock(&mutex_);
  return normalizers_;
}

CallerResolver::Found CallerResolver::Find(const std::string& source, const Caller& caller) {
  // No source's name holds a control character (event_check.h): the key is unambiguous.
  const std::string key = source + '\n' + caller.number.bytes;
  if (auto known = Known(key)) return std::move(*known);
  const std::uint64_t generation = Generation();
  Found found;
  found.number =
      normalizers()->Of(source).Normalize(caller.number.bytes, ToIdentity(caller.presentation));
  found.key = memory_.KeyOf(found.number.LookUpForm());
  const auto& likely = found.number.e164 ? found.number.e164 : found.number.assumed;
  if (likely) found.calling_code = identity::CallingCode(*likely);
  const auto choices = ChoicesOf(found.key);
  auto identification = identity::IdentifyCaller(found.number, index_, choices.value_or(Choices()));
  if (!identification) {
    metrics_.Count(figures::kCallersIdentifiedTotal, "match=failed");
    return found;  // C2: not kept, so that the next event asks again.
  }
  found.identification = std::move(*identification);
  const auto& theirs = found.identification.e164;
  if (!found.number.e164 && found.identification.customer && theirs) {
    found.calling_code = identity::CallingCode(*theirs);
  }
  const auto standing = Standing(found.identification.customer);
  if (standing) found.standing = *standing;
  if (!choices || !standing) return found;  // C2
  Keep(key, found, generation);
  return found;
}

std::optional<exchange::CustomerStanding> CallerResolver::Standing(CustomerId id) {
  exchange::CustomerStanding standing;
  if (!id) return standing;
  const Result<Customer> customer = customers_.Get(id);
  if (!customer) {
    const bool gone = customer.error().code == ErrorCode::kNotFound;
    return gone ? std::optional(standing) : std::nullopt;
  }
  const auto& flags = customer->flags;
  standing.open_complaint =
      std::find(flags.begin(), flags.end(), kOpenComplaintFlag) != flags.end();
  standing.preferred_agent = customer->preferred_agent;
  standing.do_not_call = std::find(flags.begin(), flags.end(), kDoNotCallFlag) != flags.end();
  const absl::MutexLock lock(&mutex_);
  const auto tier = std::find(tiers_.begin(), tiers_.end(), customer->tier);
  if (tier != tiers_.end()) {
    standing.value_tier = static_cast<std::uint32_t>(tier - tiers_.begin()) + 1;
  }
  return standing;
}

Result<identity::Identification> CallerResolver::Identify(
    const identity::NormalizedNumber& number) {
  const auto choices = ChoicesOf(memory_.KeyOf(number.LookUpForm()));
  if (!choices) {
    return Fail(ErrorCode::kUnavailable, "STORE_UNAVAILABLE",
                "what was said of the number could not be read");
  }
  return identity::IdentifyCaller(number, index_, *choices);
}

std::optional<Choices> CallerResolver::ChoicesOf(const std::string& number_key) {
  if (number_key.empty()) return Choices();
  const Result<std::vector<CallerChoice>> said = memory_.ChoicesOf(number_key);
  if (!said) return std::nullopt;
  Choices choices;
  for (const CallerChoice& choice : *said) choices.push_back({choice.customer, choice.denied});
  return choices;
}

std::optional<CallerResolver::Found> CallerResolver::Known(const std::string& key) {
  const absl::MutexLock lock(&mutex_);
  const Found* const found = found_.Find(key);
  return found == nullptr ? std::nullopt : std::optional(*found);
}

void CallerResolver::Keep(const std::string& key, const Found& found, std::uint64_t generation) {
  const absl::MutexLock lock(&mutex_);
  if (generation == generation_) found_.Put(key, found);
}

std::uint64_t CallerResolver::Generation() const {
  const absl::MutexLock lock(&mutex_);
  return generation_;
}

}  // namespace jackfield::intake
