#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

namespace jackfield::security {

// What a principal may do. The names on the wire and in the store are those of RoleName().
enum class Role : std::uint8_t {
  kAgent = 0,        // Takes calls: the own desk, customers, the own history.
  kSupervisor = 1,   // Watches the floor and acts for agents.
  kAnalyst = 2,      // Reads figures and the log of interactions.
  kAdmin = 3,        // Everything for people, users and tokens included.
  kIntegration = 4,  // A telephony source or another system, scoped to one source.
  kKiosk = 5,        // One board, read-only.
};

inline constexpr std::array<Role, 6> kRoles = {Role::kAgent, Role::kSupervisor,  Role::kAnalyst,
                                               Role::kAdmin, Role::kIntegration, Role::kKiosk};

// A set of roles.
//
// Thread safety: immutable value.
class Roles {
 public:
  constexpr Roles() = default;
  constexpr Roles(std::initializer_list<Role> roles) {
    for (const Role role : roles) bits_ = static_cast<std::uint8_t>(bits_ | Bit(role));
  }

  constexpr bool Contains(Role role) const { return (bits_ & Bit(role)) != 0; }
  constexpr bool Meets(Roles others) const { return (bits_ & others.bits_) != 0; }
  constexpr Roles With(Role role) const {
    Roles more = *this;
    more.bits_ = static_cast<std::uint8_t>(bits_ | Bit(role));
    return more;
  }

  constexpr Roles Without(Role role) const {
    Roles fewer = *this;
    fewer.bits_ = static_cast<std::uint8_t>(bits_ & ~Bit(role));
    return fewer;
  }

  constexpr bool empty() const { return bits_ == 0; }
  constexpr bool operator==(const Roles&) const = default;

 private:
  static constexpr std::uint8_t Bit(Role role) {
    return static_cast<std::uint8_t>(1U << static_cast<unsigned>(role));
  }

  std::uint8_t bits_ = 0;
};

// "agent", "supervisor", "analyst", "admin", "integration", "kiosk".
//
// Thread safety: pure function.
std::string_view RoleName(Role role);

// The role of that name; nullopt for any other text.
//
// Thread safety: pure function.
std::optional<Role> ParseRole(std::string_view name);

// Several roles as the store holds them: names joined by commas, in the order of kRoles.
//
// Thread safety: pure function.
std::string RolesText(Roles roles);

// Reads what RolesText() wrote; nullopt when a name is not a role. Empty text: no roles.
//
// Thread safety: pure function.
std::optional<Roles> ParseRoles(std::string_view text);

}  // namespace jackfield::security
