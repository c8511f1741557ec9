#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/base/result.h"
#include "server/base/time.h"

namespace jackfield {

struct UserRecord {
  std::string login;  // Unique; an agent's user has the agent's login.
  std::string display_name;
  std::string role;           // Roles, joined by commas: "agent", "supervisor", "analyst", "admin".
  std::string password_hash;  // Argon2id, as libsodium writes it; empty: cannot sign in.
  bool disabled = false;
  WallTime created{};
  std::vector<std::string> teams;  // That a supervisor looks after; empty: all.
  std::int64_t revision = 0;       // Grows with each change; the etag.
  WallTime updated{};
};

// A session of a user, or a token of an integration. Only the hash of the secret is stored.
struct TokenRecord {
  std::string id;           // Public name, `tokens/{id}`.
  std::string secret_hash;  // BLAKE2b-256 of the secret, hexadecimal.
  std::string login;        // Of a session: whose. Empty for a token.
  std::string role;
  std::string source;  // Of an integration: the one source it may publish for; empty: none.
  std::string label;
  bool session = false;
  WallTime created{};
  std::optional<WallTime> expires;
  std::optional<WallTime> last_used;
  bool customers_allowed = false;   // Of an integration: customers and interactions too.
  std::vector<std::string> queues;  // That a board shows; empty: all.
  std::optional<WallTime> revoked;  // It is refused from then on, and kept to be listed.
  bool tickets_allowed = false;     // Of an integration: tickets too.
  bool desk_shows_allowed = false;  // Of an integration: showing tickets on desks, too.
};

struct AuditRecord {
  WallTime at{};
  std::string actor;   // Login or `tokens/{id}`.
  std::string action;  // E.g. "users.create".
  std::string object;  // E.g. "users/ana".
  std::string detail;
};

// Who may sign in, and what they did.
//
// Errors of all: kUnavailable, kDataLoss.
//
// Thread safety: thread-safe; blocks on the store. Never called on the engine thread.
class Accounts {
 public:
  virtual ~Accounts() = default;

  virtual Result<std::optional<UserRecord>> FindUser(std::string_view login) = 0;
  virtual Result<std::vector<UserRecord>> ListUsers() = 0;
  virtual Status SaveUser(const UserRecord& user) = 0;    // Creates or replaces.
  virtual Status DeleteUser(std::string_view login) = 0;  // In one write with their private views.

  virtual Result<std::optional<TokenRecord>> FindToken(std::string_view secret_hash) = 0;
  virtual Result<std::vector<TokenRecord>> ListTokens() = 0;  // Without sessions.
  virtual Status SaveToken(const TokenRecord& token) = 0;     // Creates or replaces.
  // Stores `last_used` and `expires` of a token that is there. One that was deleted meanwhile stays
  // deleted.
  virtual Status NoteTokenUse(const TokenRecord& token) = 0;
  virtual Status DeleteToken(std::string_view id) = 0;
  virtual Status DeleteSessionsOf(std::string_view login) = 0;

  virtual Status Audit(const AuditRecord& record) = 0;

  // Small documents of the administrator: the applied configuration ("configuration").
  virtual Result<std::optional<std::string>> LoadDocument(std::string_view name) = 0;
  virtual Status SaveDocument(std::string_view name, std::string_view text) = 0;
};

}  // namespace jackfield
