#include "server/app/configuration_loader.h"

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <string_view>

#include "server/app/configuration_check.h"
#include "server/app/configuration_schema.h"
#include "server/app/setting_layers.h"
#include "server/app/setting_recorder.h"
#include "server/app/small_file.h"
#include "server/net/certificate.h"

namespace jackfield::app {
namespace {

constexpr std::string_view kEnvironmentPrefix = "JACKFIELD__";
constexpr std::size_t kSnippetsMax = 64;
constexpr std::size_t kPasswordBytesMax = 4'096;
constexpr const char* kTlsCertificate = "tls.certificate_file";
constexpr const char* kTlsKey = "tls.key_file";
constexpr std::size_t kPemBytesMax = 256 * 1024;

// Which files were read, and what else is known of them.
struct ReadFiles {
  std::vector<std::string> world_readable;
};

void AddFile(const std::string& path, SettingLayers& layers, LoadedConfiguration& loaded,
             ReadFiles& files) {
  const Result<SmallFile> file = ReadSmallFile(path, kTomlBytesMax);
  if (!file) {
    loaded.problems.push_back({"", "", file.error().message});
    return;
  }
  if (file->world_readable) files.world_readable.push_back(path);
  Result<toml::table> table = ParseToml(file->text, path);
  if (!table) {
    loaded.problems.push_back({"", "", table.error().message});
    return;
  }
  layers.files.push_back(std::move(*table));
}

void AddFiles(const ConfigurationSources& sources, SettingLayers& layers,
              LoadedConfiguration& loaded, ReadFiles& files) {
  std::string path = sources.file;
  std::error_code error;
  if (path.empty() && std::filesystem::exists(ConfigurationSources::kDefaultFile, error)) {
    path = ConfigurationSources::kDefaultFile;
  }
  if (path.empty()) return;
  AddFile(path, layers, loaded, files);
  const auto folder = std::filesystem::path(path).parent_path() / "conf.d";
  for (const std::string& snippet : ListFiles(folder, ".toml", kSnippetsMax)) {
    AddFile(snippet, layers, loaded, files);
  }
}

// "LISTEN__GRPC" is the key listen.grpc.
std::string KeyOfVariable(std::string_view name) {
  std::string key;
  for (std::size_t i = 0; i < name.size(); ++i) {
    if (name.substr(i, 2) == "__") {
      key += '.';
      ++i;
    } else {
      const char c = name[i];
      key += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
  }
  return key;
}

void AddOverrides(const ConfigurationSources& sources, SettingLayers& layers,
                  LoadedConfiguration& loaded) {
  for (const std::string_view variable : sources.environment) {
    const std::size_t equals = variable.find('=');
    if (!variable.starts_with(kEnvironmentPrefix) || equals == std::string_view::npos) continue;
    const std::string_view name = variable.substr(0, equals);
    layers.overrides[KeyOfVariable(name.substr(kEnvironmentPrefix.size()))] = {
        "environment " + std::string(name), std::string(variable.substr(equals + 1))};
  }
  for (const std::string_view set : sources.sets) {
    const std::size_t equals = set.find('=');
    if (equals == 0 || equals == std::string_view::npos) {
      loaded.problems.push_back({"--set", std::string(set), "must be key=value"});
      continue;
    }
    layers.overrides[std::string(set.substr(0, equals))] = {"--set",
                                                            std::string(set.substr(equals + 1))};
  }
}

// Paths stand relative to the file that the server was started with.
std::string Resolved(const std::string& path, const std::string& file) {
  if (path.empty() || path.front() == '/' || file.empty()) return path;
  return std::filesystem::path(file).parent_path() / path;
}

void ReadPassword(const std::string& key, AmiSourceSettings& ami, LoadedConfiguration& loaded) {
  const Result<SmallFile> file = ReadSmallFile(ami.password_file, kPasswordBytesMax);
  if (!file) {
    loaded.problems.push_back({"", key, file.error().message});
    return;
  }
  std::string password = file->text;
  while (password.ends_with('\n') || password.ends_with('\r')) password.pop_back();
  const bool bad = password.empty() || std::any_of(password.begin(), password.end(), [](char c) {
                     return static_cast<unsigned char>(c) < 0x20;
                   });
  if (bad) {
    loaded.problems.push_back({"", key, ami.password_file + ": must hold one line of text"});
  }
  if (file->world_readable) {
    loaded.warnings.push_back(
        {"", key, ami.password_file + " can be read by everybody on this machine: chmod 600"});
  }
  ami.password = security::Secret(std::move(password));
}

// Reads one of the two files of TLS; empty, and a problem, when it cannot be read.
std::string ReadPem(const std::string& key, const std::string& path, LoadedConfiguration& loaded) {
  const Result<SmallFile> pem = ReadSmallFile(path, kPemBytesMax);
  if (!pem) {
    loaded.problems.push_back({"", key, pem.error().message});
    return "";
  }
  if (key == kTlsKey && pem->world_readable) {
    loaded.warnings.push_back(
        {"", key, path + " can be read by everybody on this machine: chmod 600"});
  }
  return pem->text;
}

void ReadTls(const std::string& file, LoadedConfiguration& loaded) {
  TlsSettings& tls = loaded.configuration.tls;
  if (tls.certificate_file.empty() || tls.key_file.empty()) return;
  tls.certificate_file = Resolved(tls.certificate_file, file);
  tls.key_file = Resolved(tls.key_file, file);
  const std::string chain = ReadPem(kTlsCertificate, tls.certificate_file, loaded);
  const std::string key = ReadPem(kTlsKey, tls.key_file, loaded);
  if (chain.empty() || key.empty()) return;
  const Result<WallTime> expires = net::ReadCertificate(chain, key);
  if (!expires) loaded.problems.push_back({"", kTlsKey, expires.error().message});
}

void ReadSecrets(const SettingFindings& findings, const std::string& file,
                 LoadedConfiguration& loaded) {
  Configuration& configuration = loaded.configuration;
  for (std::size_t i = 0; i < configuration.telephony.ami.size(); ++i) {
    AmiSourceSettings& ami = configuration.telephony.ami[i];
    const std::string key = "telephony.ami." + std::to_string(i) + ".password_file";
    if (!findings.places.contains(key) || ami.password_file.empty()) continue;
    ami.password_file = Resolved(ami.password_file, file);
    ReadPassword(key, ami, loaded);
  }
  ReadTls(file, loaded);
}

void WarnOfReadableSecrets(const SettingFindings& findings, const ReadFiles& files,
                           LoadedConfiguration& loaded) {
  for (const auto& [key, place] : findings.places) {
    if (!key.ends_with(".password")) continue;
    for (const std::string& path : files.world_readable) {
      if (!place.starts_with(path + ":")) continue;
      loaded.warnings.push_back({place, key,
                                 "stands in a file that everybody on this machine can read: "
                                 "use password_file, or chmod 600"});
    }
  }
}

}  // namespace

LoadedConfiguration LoadConfiguration(const ConfigurationSources& sources) {
  LoadedConfiguration loaded;
  SettingLayers layers;
  ReadFiles files;
  AddFiles(sources, layers, loaded, files);
  AddOverrides(sources, layers, loaded);
  SettingFindings findings = ReadLayers(
      layers,
      [&](SettingFields& fields) {
        SettingRecorder recorder(fields, loaded.settings);
        DescribeConfiguration(recorder, loaded.configuration);
      },
      ConfigurationKeys());
  NoteOrigins(findings.places, loaded.settings);
  std::sort(loaded.settings.begin(), loaded.settings.end(),
            [](const SettingInForce& a, const SettingInForce& b) { return a.key < b.key; });
  std::move(findings.problems.begin(), findings.problems.end(),
            std::back_inserter(loaded.problems));
  for (SettingProblem& problem : CheckConfiguration(loaded.configuration, findings.places)) {
    loaded.problems.push_back(std::move(problem));
  }
  ReadSecrets(findings, sources.file, loaded);
  WarnOfReadableSecrets(findings, files, loaded);
  return loaded;
}

std::vector<std::string> ConfigurationKeys() {
  Configuration configuration;
  return ListKeys([&](SettingFields& fields) { DescribeConfiguration(fields, configuration); });
}

}  // namespace jackfield::app
