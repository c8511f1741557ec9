#pragma once

#include <string>

#include "server/base/result.h"
#include "server/ports/accounts.h"
#include "server/ports/clock.h"
#include "server/ports/random.h"
#include "server/security/password_hasher.h"

namespace jackfield::app {

struct FirstStartOptions {
  std::string data_dir;
  std::string password_file;  // Holds the password to be set; empty: one is made up.
};

struct FirstStartPorts {
  Accounts& accounts;
  security::PasswordHasher& passwords;
  const Clock& clock;
  Random& random;
};

// Makes the user `admin` where there is no user yet. A password that is made up is written to
// `<data_dir>/initial-admin-password` (0600), to be deleted after the first sign-in. Where there
// are users, nothing happens.
//
// Errors: those of Accounts and of the files; kInvalidArgument when the given password is weak.
Status EnsureAdministrator(const FirstStartOptions& options, const FirstStartPorts& ports);

// 24 characters that are not mistaken for each other, in groups: "abcd-efgh-…"; 118 bits of chance.
std::string MakePassword(Random& random);

}  // namespace jackfield::app
