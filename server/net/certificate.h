#pragma once

#include <string_view>

#include "server/base/result.h"
#include "server/base/time.h"

namespace jackfield::net {

// Reads a certificate chain and its key, both PEM, and returns when the certificate expires.
// Errors: kInvalidArgument when either cannot be read, or the key is not that of the certificate.
//
// Thread safety: pure function.
Result<WallTime> ReadCertificate(std::string_view chain_pem, std::string_view key_pem);

}  // namespace jackfield::net
