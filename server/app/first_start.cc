#include "server/app/first_start.h"

#include <string_view>
#include <utility>
#include <vector>

#include <spdlog/spdlog.h>

#include "server/app/small_file.h"
#include "server/security/role.h"

namespace jackfield::app {
namespace {

constexpr std::string_view kLogin = "admin";
constexpr const char* kPasswordFile = "/initial-admin-password";
constexpr std::size_t kPasswordBytesMax = 4'096;
// Without i, l, o, 0 and 1. 31 do not divide 256, which costs less than a tenth of a bit a letter.
constexpr std::string_view kLetters = "abcdefghjkmnpqrstuvwxyz23456789";
constexpr std::size_t kPasswordLetters = 24;
constexpr std::size_t kGroupLetters = 4;

Result<std::string> GivenPassword(const std::string& path) {
  const Result<SmallFile> file = ReadSmallFile(path, kPasswordBytesMax);
  if (!file) return Fail(file);
  if (file->world_readable) spdlog::warn("password file is readable by everybody path={}", path);
  std::string password = file->text.substr(0, file->text.find_first_of("\r\n"));
  const Status strong = security::PasswordHasher::CheckStrength("password", password);
  if (!strong) return Fail(ErrorCode::kInvalidArgument, path + ": " + strong.error().message);
  return password;
}

Result<std::string> MadeUpPassword(const FirstStartOptions& options, Random& random) {
  std::string password = MakePassword(random);
  const std::string path = options.data_dir + kPasswordFile;
  const Status written = WritePrivateFile(path, password + "\n");
  if (!written) return Fail(written);
  spdlog::info("first administrator made login={} password_file={}", kLogin, path);
  return password;
}

}  // namespace

std::string MakePassword(Random& random) {
  const std::string bytes = random.Bytes(kPasswordLetters);
  std::string password;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (i > 0 && i % kGroupLetters == 0) password += '-';
    password += kLetters[static_cast<unsigned char>(bytes[i]) % kLetters.size()];
  }
  return password;
}

Status EnsureAdministrator(const FirstStartOptions& options, const FirstStartPorts& ports) {
  const Result<std::vector<UserRecord>> users = ports.accounts.ListUsers();
  if (!users) return Fail(users);
  if (!users->empty()) return {};
  const Result<std::string> password = options.password_file.empty()
                                           ? MadeUpPassword(options, ports.random)
                                           : GivenPassword(options.password_file);
  if (!password) return Fail(password);
  Result<std::string> hash = ports.passwords.Hash(*password);
  if (!hash) return Fail(hash);
  UserRecord admin;
  admin.login = kLogin;
  admin.display_name = "Administrator";
  admin.role = security::RolesText({security::Role::kAdmin});
  admin.password_hash = std::move(*hash);
  admin.created = ports.clock.WallNow();
  const Status saved = ports.accounts.SaveUser(admin);
  if (!saved) return saved;
  return ports.accounts.Audit({.at = ports.clock.WallNow(),
                               .actor = "jackfieldd",
                               .action = "users.create",
                               .object = "users/" + admin.login,
                               .detail = "first start"});
}

}  // namespace jackfield::app
