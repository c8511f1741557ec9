#include "server/app/configuration_check.h"

#include <algorithm>
#include <set>
#include <utility>

#include <boost/asio/ip/address.hpp>

#include "server/identity/number_normalizer.h"

namespace jackfield::app {
namespace {

// Collects problems with the places of their keys.
//
// Thread safety: none; one per check.
class Check {
 public:
  explicit Check(const std::map<std::string, std::string>& places) : places_(places) {}

  // `key` or, where it was not set, the table around it has the place.
  void Report(const std::string& key, std::string rule) {
    problems_.push_back({PlaceOf(key), key, std::move(rule)});
  }
  bool IsSet(const std::string& key) const { return places_.contains(key); }
  std::vector<SettingProblem> Take() { return std::move(problems_); }

 private:
  std::string PlaceOf(std::string key) const {
    for (;;) {
      if (const auto place = places_.find(key); place != places_.end()) return place->second;
      const std::size_t dot = key.rfind('.');
      if (dot == std::string::npos) return "";
      key.resize(dot);
    }
  }

  const std::map<std::string, std::string>& places_;
  std::vector<SettingProblem> problems_;
};

// "https://crm.example.com:8443": what a browser sends as `Origin`.
bool IsOrigin(const std::string& text) {
  const std::size_t host = text.find("://");
  if (!text.starts_with("https://") && !text.starts_with("http://")) return false;
  const std::string rest = text.substr(host + 3);
  return !rest.empty() && std::all_of(rest.begin(), rest.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == ':' ||
           c == '[' || c == ']';
  });
}

// As the web port writes addresses, so that they can be compared as text.
bool IsAddress(const std::string& text) {
  boost::system::error_code error;
  const auto address = boost::asio::ip::make_address(text, error);
  if (error || address.to_string() != text) return false;
  return !address.is_v6() || !address.to_v6().is_v4_mapped();
}

void CheckEncrypted(const char* key, const ListenAddress& address,
                    const Configuration& configuration, Check& check) {
  const bool tls = !configuration.tls.certificate_file.empty();
  if (address.IsLoopback() || tls || configuration.listen.insecure) return;
  check.Report(key,
               "would listen beyond this machine without TLS: set tls.certificate_file and "
               "tls.key_file, listen on 127.0.0.1, or set listen.insecure = true");
}

void CheckListen(const Configuration& configuration, Check& check) {
  const ListenSettings& listen = configuration.listen;
  CheckEncrypted("listen.grpc", listen.grpc, configuration, check);
  CheckEncrypted("listen.web", listen.web, configuration, check);
  if (!listen.ops.IsLoopback() && !listen.insecure) {
    check.Report("listen.ops",
                 "would listen beyond this machine, and has no TLS: listen on 127.0.0.1, or set "
                 "listen.insecure = true");
  }
  if (listen.grpc.port != 0 && listen.grpc == listen.ops) {
    check.Report("listen.ops", "must differ from listen.grpc");
  }
  if (listen.web.port != 0 && (listen.web == listen.grpc || listen.web == listen.ops)) {
    check.Report("listen.web", "must differ from listen.grpc and listen.ops");
  }
  for (std::size_t i = 0; i < listen.web_origins.size(); ++i) {
    if (IsOrigin(listen.web_origins[i])) continue;
    check.Report("listen.web_origins." + std::to_string(i),
                 "must be an origin in lower case without a path, such as https://crm.example.com");
  }
  for (std::size_t i = 0; i < listen.web_trusted_proxies.size(); ++i) {
    if (IsAddress(listen.web_trusted_proxies[i])) continue;
    check.Report("listen.web_trusted_proxies." + std::to_string(i),
                 "must be an IPv4 or IPv6 address as it is usually written, such as 10.0.0.1");
  }
  if (configuration.tls.certificate_file.empty() != configuration.tls.key_file.empty()) {
    const bool key_missing = configuration.tls.key_file.empty();
    check.Report(key_missing ? "tls.key_file" : "tls.certificate_file",
                 "is missing: TLS needs both files");
  }
}

void CheckNumbers(const std::string& prefix, const identity::SourceRules& numbers, Check& check) {
  const Result<identity::NumberNormalizer> prepared = identity::NumberNormalizer::Prepare(numbers);
  if (!prepared) check.Report(prefix + ".number_rule", prepared.error().message);
}

void CheckAmi(const std::string& prefix, const AmiSourceSettings& ami, Check& check) {
  if (ami.host.empty()) check.Report(prefix + ".host", "is missing");
  if (ami.username.empty()) check.Report(prefix + ".username", "is missing");
  const bool password = check.IsSet(prefix + ".password");
  const bool file = check.IsSet(prefix + ".password_file");
  if (password == file) {
    check.Report(prefix + ".password_file",
                 "set exactly one of password_file and password; the file is the safer one");
  }
  if (ami.silence_max <= ami.ping_interval) {
    check.Report(prefix + ".silence_seconds_max", "must be more than ping_seconds");
  }
}

void CheckName(const std::string& prefix, const std::string& name, std::set<std::string>& names,
               Check& check) {
  if (name.empty()) {
    check.Report(prefix + ".name", "is missing");
  } else if (!names.insert(name).second) {
    check.Report(prefix + ".name", "'" + name + "' is the name of another source");
  }
}

void CheckTelephony(const TelephonySettings& telephony, Check& check) {
  std::set<std::string> names;
  for (std::size_t i = 0; i < telephony.ami.size(); ++i) {
    const std::string prefix = "telephony.ami." + std::to_string(i);
    CheckName(prefix, telephony.ami[i].name, names, check);
    CheckAmi(prefix, telephony.ami[i], check);
    CheckNumbers(prefix, telephony.ami[i].numbers, check);
  }
  for (std::size_t i = 0; i < telephony.grpc.size(); ++i) {
    const std::string prefix = "telephony.grpc." + std::to_string(i);
    CheckName(prefix, telephony.grpc[i].name, names, check);
    CheckNumbers(prefix, telephony.grpc[i].numbers, check);
  }
}

}  // namespace

std::vector<SettingProblem> CheckConfiguration(const Configuration& configuration,
                                               const std::map<std::string, std::string>& places) {
  Check check(places);
  CheckListen(configuration, check);
  CheckTelephony(configuration.telephony, check);
  return check.Take();
}

}  // namespace jackfield::app
