#include "server/app/configuration_schema.h"

namespace jackfield::app {
namespace {

constexpr Duration kSecond{1'000};
constexpr Duration kHour = 3'600 * kSecond;
constexpr Duration kDay = 24 * kHour;
constexpr std::size_t kOriginsMax = 32;
constexpr std::size_t kTrustedProxiesMax = 32;
constexpr std::size_t kSourcesMax = 64;
constexpr std::size_t kEventFiltersMax = 64;
constexpr std::size_t kVariablesMax = 32;
constexpr TextRule kPath{.size_min = 1, .size_max = 4'096, .punctuation = {}};
constexpr TextRule kContext{.size_min = 1, .size_max = 79, .punctuation = "_-."};
constexpr TextRule kName{.size_min = 1, .size_max = 32, .punctuation = "_-"};
constexpr TextRule kRegion{.size_min = 0, .size_max = 2, .punctuation = "-"};
constexpr TextRule kDigits{
    .size_min = 0, .size_max = identity::SourceRules::kRuleTextMax, .punctuation = "+*#"};

void DescribeListen(SettingFields& fields, ListenSettings& listen) {
  fields.Address("grpc", listen.grpc);
  fields.Address("web", listen.web);
  fields.Address("ops", listen.ops);
  fields.Flag("insecure", listen.insecure);
  fields.TextList("web_origins", listen.web_origins, kOriginsMax);
  fields.TextList("web_trusted_proxies", listen.web_trusted_proxies, kTrustedProxiesMax);
  fields.Number("connections_max", listen.connections_max, {1, 60'000});
  fields.Number("connections_per_address_max", listen.connections_per_address_max, {1, 60'000});
}

void DescribeSignIn(SettingFields& fields, SignInSettings& sign_in) {
  security::PasswordCost& cost = sign_in.password_cost;
  fields.Span("session_idle_hours_max", sign_in.session_idle_max, kHour, {1, 24 * 365});
  fields.Span("session_lifetime_days_max", sign_in.session_lifetime_max, kDay, {1, 365});
  fields.Number("password_passes", cost.operations, {1, 10});
  fields.Number("password_memory_mib", cost.memory_mib, {8, 1'024});
  fields.Number("password_checks_max", cost.concurrent_max, {1, 64});
}

void DescribeNumbers(SettingFields& fields, identity::SourceRules& numbers) {
  fields.Text("default_region", numbers.default_region, kRegion);
  fields.Number("extension_digits_max", numbers.extension_digits_max, {0, 7});
  fields.TableList("number_rule", identity::SourceRules::kRulesMax, [&](SettingFields& inner) {
    identity::NumberRule& rule = numbers.rules.emplace_back();
    inner.Text("prefix", rule.prefix, kDigits);
    inner.Number("digits_min", rule.digits_min, {0, 20});
    inner.Number("digits_max", rule.digits_max, {0, 20});
    inner.Number("strip", rule.strip, {0, 16});
    inner.Text("prepend", rule.prepend, kDigits);
    inner.Text("region", rule.region, kRegion);
  });
}

void DescribeAmi(SettingFields& fields, AmiSourceSettings& ami) {
  fields.Text("name", ami.name, kName);
  fields.Text("host", ami.host, {.size_min = 1, .size_max = 253, .punctuation = "._-:"});
  fields.Number("port", ami.port, {1, 65'535});
  fields.Text("username", ami.username, {.size_min = 1, .size_max = 128, .punctuation = {}});
  fields.Secret("password", ami.password);
  fields.Text("password_file", ami.password_file, kPath);
  fields.Span("ping_seconds", ami.ping_interval, kSecond, {1, 3'600});
  fields.Span("silence_seconds_max", ami.silence_max, kSecond, {2, 7'200});
  fields.TextList("event_filters", ami.event_filters, kEventFiltersMax);
  fields.TextList("attached_variables", ami.attached_variables, kVariablesMax);
  fields.Flag("acts", ami.acts);
  fields.Text("route_context", ami.route_context, kContext);
  fields.Text("dial_context", ami.dial_context, kContext);
  fields.Text("transfer_context", ami.transfer_context, kContext);
  DescribeNumbers(fields, ami.numbers);
}

void DescribeTelephony(SettingFields& fields, TelephonySettings& telephony) {
  fields.TableList("ami", kSourcesMax,
                   [&](SettingFields& inner) { DescribeAmi(inner, telephony.ami.emplace_back()); });
  fields.TableList("grpc", kSourcesMax, [&](SettingFields& inner) {
    GrpcSourceSettings& source = telephony.grpc.emplace_back();
    inner.Text("name", source.name, kName);
    DescribeNumbers(inner, source.numbers);
  });
}

}  // namespace

void DescribeConfiguration(SettingFields& fields, Configuration& configuration) {
  fields.Table("server", [&](SettingFields& inner) {
    inner.Text("data_dir", configuration.server.data_dir, kPath);
    inner.Text("site", configuration.server.site, kName);
  });
  fields.Table("listen",
               [&](SettingFields& inner) { DescribeListen(inner, configuration.listen); });
  fields.Table("tls", [&](SettingFields& inner) {
    inner.Text("certificate_file", configuration.tls.certificate_file, kPath);
    inner.Text("key_file", configuration.tls.key_file, kPath);
  });
  fields.Table("log", [&](SettingFields& inner) {
    inner.Enumeration("level", configuration.log.level, {"debug", "info", "warn", "error"});
    inner.Enumeration("format", configuration.log.format, {"logfmt", "json"});
  });
  fields.Table("sign_in",
               [&](SettingFields& inner) { DescribeSignIn(inner, configuration.sign_in); });
  fields.Table("retention", [&](SettingFields& inner) {
    inner.Span("journal_days", configuration.retention.journal, kDay, {1, 3'650});
  });
  fields.Table("backup", [&](SettingFields& inner) {
    inner.Text("folder", configuration.backup.folder, kPath);
  });
  fields.Table("telephony",
               [&](SettingFields& inner) { DescribeTelephony(inner, configuration.telephony); });
}

}  // namespace jackfield::app
