#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "server/base/ids.h"
#include "server/base/result.h"

// Names on the wire: `calls/{call}`, `agents/{agent}`, `calls/{call}/offers/{offer}`. All are pure
// functions.
namespace jackfield::grpc_api {

inline constexpr std::size_t kNameBytesMax = 160;

// "calls/" and `id`; empty when `id` is.
std::string NameOf(std::string_view collection, std::string_view id);

// The id in `name`, which must be "{collection}/{id}".
// Errors: kInvalidArgument (FIELD_INVALID) for `field`.
Result<std::string> IdOf(std::string_view field, std::string_view collection,
                         std::string_view name);

// The same, but empty stays empty.
Result<std::string> OptionalIdOf(std::string_view field, std::string_view collection,
                                 std::string_view name);

// The offer's id in hexadecimal is its identity. The call before it is the one that it rang for
// when the name was made: a transfer may have made it part of another since.
std::string OfferName(std::string_view call_name, OfferId offer);

// Errors: kInvalidArgument (FIELD_INVALID) for `field`.
Result<OfferId> OfferIdOf(std::string_view field, std::string_view name);

// The id of the call in the name of an offer; empty: it is none.
std::string CallOfOffer(std::string_view name);

// "{collection}/" and the number in hexadecimal; and the number in it, which is not 0.
std::string NumberedName(std::string_view collection, std::uint64_t number);
// Errors: kInvalidArgument (FIELD_INVALID) for `field`.
Result<std::uint64_t> NumberOf(std::string_view field, std::string_view collection,
                               std::string_view name);

// A call as its source knows it.
struct SourceCallName {
  std::string source;
  std::string call;  // May hold slashes.
};

// The two ids in "sources/{source}/calls/{call}". nullopt: it is no such name.
std::optional<SourceCallName> SourceCallOf(std::string_view name);

}  // namespace jackfield::grpc_api
