#include "server/grpc_api/configuration_book.h"

#include <charconv>
#include <utility>

#include <google/protobuf/util/json_util.h>
#include <google/protobuf/util/message_differencer.h>

#include "server/grpc_api/configuration_mapping.h"

namespace jackfield::grpc_api {
namespace {

using google::protobuf::util::MessageDifferencer;

tl::unexpected<Error> Changed() {
  return Fail(ErrorCode::kAborted, "ETAG_MISMATCH", "the configuration was changed meanwhile");
}

// The etag is the number of the change.
std::string NextEtag(const std::string& etag) {
  std::uint64_t number = 0;
  std::from_chars(etag.data(), etag.data() + etag.size(), number);
  return std::to_string(number + 1);
}

}  // namespace

SiteDocument::SiteDocument(v1::Configuration document)
    : configuration(std::move(document)),
      calendar(SiteCalendar::Of(configuration.time_zone()).value_or(SiteCalendar())) {
  for (const auto& label : configuration.dialled_numbers()) {
    dialled_labels[label.number()] = label.label();
  }
  for (const auto& value : configuration.attached_values()) attached[value.name()] = value;
  for (const auto& queue : configuration.queues()) queues[queue.queue_id()] = queue;
  for (const auto& agent : configuration.agents()) agents[agent.login()] = agent.display_name();
  for (const auto& option : configuration.dispositions()) dispositions[option.code()] = option;
}

ConfigurationBook::ConfigurationBook(
    Accounts& accounts, Engine& engine, Numbers& numbers, const Clock& clock,
    std::function<void(const CallerReading&)> caller_reading_changed)
    : accounts_(accounts),
      engine_(engine),
      numbers_(numbers),
      clock_(clock),
      caller_reading_changed_(std::move(caller_reading_changed)),
      current_(std::make_shared<const SiteDocument>(v1::Configuration())) {}

Status ConfigurationBook::Load() {
  const Result<std::optional<std::string>> text = accounts_.LoadDocument(kDocument);
  if (!text) return Fail(text);
  if (!*text) return {};
  v1::Configuration document;
  google::protobuf::util::JsonParseOptions options;
  options.ignore_unknown_fields = true;  // Of a newer program.
  if (!google::protobuf::util::JsonStringToMessage(**text, &document, options).ok()) {
    return Fail(ErrorCode::kDataLoss, "the stored configuration cannot be read");
  }
  numbers_.Apply(ToNumberRules(document));
  auto site = std::make_shared<const SiteDocument>(std::move(document));
  Tell(*site, [](const Status&) {});  // R1
  End(std::move(site));
  return {};
}

SharedSite ConfigurationBook::Current() const {
  const absl::MutexLock lock(&mutex_);
  return current_;
}

bool ConfigurationBook::Begin() {
  const absl::MutexLock lock(&mutex_);
  if (applying_) return false;
  applying_ = true;
  return true;
}

void ConfigurationBook::End(SharedSite site) {
  const absl::MutexLock lock(&mutex_);
  applying_ = false;
  if (site != nullptr) current_ = std::move(site);
}

void ConfigurationBook::Apply(const v1::Configuration& document, Done done) {
  if (!Begin()) return done(Changed());
  Result<SharedSite> site = Store(document);
  if (site) numbers_.Apply(ToNumberRules(document));
  End(site ? *site : nullptr);
  if (!site) return done(std::move(site));
  Tell(**site, [site = *site, done = std::move(done)](const Status& status) {
    if (!status) return done(Fail(status));
    done(site);
  });
}

void ConfigurationBook::Tell(const SiteDocument& site, Engine::Done done) {
  CallerReading reading;
  for (const auto& [name, value] : site.attached) {
    if (!value.external_id_system().empty()) reading.attached[name] = value.external_id_system();
  }
  for (const v1::TierBonus& bonus : site.configuration.routing_rules().tier_bonuses()) {
    reading.tiers.push_back(bonus.tier());
  }
  caller_reading_changed_(reading);
  engine_.SetDays([calendar = site.calendar](WallTime at) { return calendar.DayBegin(at); });
  engine_.Configure(ToExchange(site.configuration, clock_.WallNow()), std::move(done));
}

Result<SharedSite> ConfigurationBook::Store(const v1::Configuration& document) {
  const SharedSite before = Current();
  const std::string& etag = before->configuration.etag();
  if (!document.etag().empty() && document.etag() != etag) return Changed();
  if (const Status usable = numbers_.Check(ToNumberRules(document)); !usable) return Fail(usable);
  v1::Configuration next = document;
  next.set_etag(etag);
  if (MessageDifferencer::Equals(next, before->configuration)) return before;
  next.set_etag(NextEtag(etag));
  std::string text;
  if (!google::protobuf::util::MessageToJsonString(next, &text).ok()) {
    return Fail(ErrorCode::kInvalidArgument, "CONFIGURATION_INVALID", "it is not valid UTF-8");
  }
  if (const Status saved = accounts_.SaveDocument(kDocument, text); !saved) return Fail(saved);
  return std::make_shared<const SiteDocument>(std::move(next));
}

}  // namespace jackfield::grpc_api
