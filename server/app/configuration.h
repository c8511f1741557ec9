#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "server/app/listen_address.h"
#include "server/base/time.h"
#include "server/identity/number_rules.h"
#include "server/security/password_hasher.h"
#include "server/security/secret.h"

// What an operator sets for one server. deploy/config/jackfield.toml documents every key.
namespace jackfield::app {

enum class LogLevel : std::uint8_t { kDebug = 0, kInfo = 1, kWarn = 2, kError = 3 };
enum class LogFormat : std::uint8_t { kLogfmt = 0, kJson = 1 };

struct ServerSettings {
  std::string data_dir = "/var/lib/jackfield";  // Where everything is kept.
  std::string site = "main";                    // Name of the site, for people and for figures.
};

struct ListenSettings {
  ListenAddress grpc{"127.0.0.1", 7700};
  ListenAddress web{"127.0.0.1", 7780};  // The desk and the board in a browser; the API over HTTP.
  ListenAddress ops{"127.0.0.1", 7781};  // Health, figures, version; without TLS.
  bool insecure = false;                 // Beyond loopback without TLS.
  std::vector<std::string> web_origins;  // Of other sites, whose pages may call the API.
  std::vector<std::string> web_trusted_proxies;  // Addresses whose X-Forwarded-For is believed.
  std::size_t connections_max = 4'096;           // Of the gRPC port, and of the web port.
  std::size_t connections_per_address_max = 256;
};

struct TlsSettings {
  std::string certificate_file;  // PEM, the chain; empty: no TLS.
  std::string key_file;          // PEM.
};

struct LogSettings {
  LogLevel level = LogLevel::kInfo;
  LogFormat format = LogFormat::kLogfmt;
};

struct SignInSettings {
  Duration session_idle_max{12LL * 3600 * 1000};
  Duration session_lifetime_max{30LL * 24 * 3600 * 1000};
  security::PasswordCost password_cost;
};

struct RetentionSettings {
  Duration journal{7LL * 24 * 3600 * 1000};
};

struct BackupSettings {
  std::string folder;  // Where copies of the store are put; empty: `backups` in the data folder.
};

// An Asterisk whose events are read, and which is told what to do where it `acts`.
struct AmiSourceSettings {
  std::string name;
  std::string host;
  std::uint16_t port = 5038;
  std::string username;
  security::Secret password;  // Also what `password_file` holds.
  std::string password_file;
  Duration ping_interval{5'000};
  Duration silence_max{10'000};
  std::vector<std::string> event_filters;       // As AMI's `eventfilter` reads them.
  std::vector<std::string> attached_variables;  // Channel variables reported with calls.
  bool acts = false;
  std::string route_context = "jackfield-route";
  std::string dial_context = "jackfield-dial";
  std::string transfer_context = "jackfield-transfer";
  identity::SourceRules numbers;
};

// A source that publishes by TelephonyService.
struct GrpcSourceSettings {
  std::string name;
  identity::SourceRules numbers;
};

struct TelephonySettings {
  std::vector<AmiSourceSettings> ami;
  std::vector<GrpcSourceSettings> grpc;
};

struct Configuration {
  ServerSettings server;
  ListenSettings listen;
  TlsSettings tls;
  LogSettings log;
  SignInSettings sign_in;
  RetentionSettings retention;
  BackupSettings backup;
  TelephonySettings telephony;
};

}  // namespace jackfield::app
