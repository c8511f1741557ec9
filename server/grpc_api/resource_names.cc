#include "server/grpc_api/resource_names.h"

#include <charconv>
#include <utility>

namespace jackfield::grpc_api {
namespace {

constexpr std::string_view kOffers = "/offers/";
constexpr std::string_view kCalls = "calls/";
constexpr std::string_view kSources = "sources/";
constexpr std::size_t kSourceCallBytesMax = 512;

std::string HexOf(std::uint64_t number) {
  std::string digits(16, '0');
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number, 16).ptr;
  digits.resize(static_cast<std::size_t>(end - digits.data()));
  return digits;
}

// 0: it is no such number.
std::uint64_t FromHex(std::string_view digits) {
  std::uint64_t number = 0;
  const auto [end, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), number, 16);
  const bool whole = error == std::errc() && end == digits.data() + digits.size();
  return whole ? number : 0;
}

}  // namespace

std::string NameOf(std::string_view collection, std::string_view id) {
  if (id.empty()) return {};
  std::string name(collection);
  name += '/';
  name += id;
  return name;
}

Result<std::string> IdOf(std::string_view field, std::string_view collection,
                         std::string_view name) {
  const bool fits = name.size() > collection.size() + 1 && name.size() <= kNameBytesMax &&
                    name.substr(0, collection.size()) == collection &&
                    name[collection.size()] == '/';
  const std::string_view id = fits ? name.substr(collection.size() + 1) : std::string_view();
  if (id.empty() || id.find('/') != std::string_view::npos) {
    return FailField("FIELD_INVALID", std::string(field),
                     "must be a name of the form " + std::string(collection) + "/{id}");
  }
  return std::string(id);
}

Result<std::string> OptionalIdOf(std::string_view field, std::string_view collection,
                                 std::string_view name) {
  return name.empty() ? Result<std::string>(std::string()) : IdOf(field, collection, name);
}

std::string OfferName(std::string_view call_name, OfferId offer) {
  return NameOf("calls", call_name) + std::string(kOffers) + HexOf(offer.value);
}

Result<OfferId> OfferIdOf(std::string_view field, std::string_view name) {
  const std::size_t place = name.rfind(kOffers);
  if (place != std::string_view::npos && name.size() <= kNameBytesMax) {
    const OfferId offer{FromHex(name.substr(place + kOffers.size()))};
    if (offer) return offer;
  }
  return FailField("FIELD_INVALID", std::string(field),
                   "must be a name of the form calls/{call}/offers/{offer}");
}

std::string CallOfOffer(std::string_view name) {
  const std::size_t end = name.rfind(kOffers);
  if (end == std::string_view::npos || !name.starts_with(kCalls)) return {};
  return std::string(name.substr(kCalls.size(), end - kCalls.size()));
}

std::string NumberedName(std::string_view collection, std::uint64_t number) {
  return NameOf(collection, HexOf(number));
}

Result<std::uint64_t> NumberOf(std::string_view field, std::string_view collection,
                               std::string_view name) {
  const Result<std::string> id = IdOf(field, collection, name);
  if (!id) return Fail(id);
  if (const std::uint64_t number = FromHex(*id); number != 0) return number;
  return FailField(
      "FIELD_INVALID", std::string(field),
      "must be a name of the form " + std::string(collection) + "/{id} as this server gave it");
}

std::optional<SourceCallName> SourceCallOf(std::string_view name) {
  if (name.size() > kSourceCallBytesMax || !name.starts_with(kSources)) return std::nullopt;
  name.remove_prefix(kSources.size());
  const std::size_t end = name.find('/');
  if (end == 0 || end == std::string_view::npos) return std::nullopt;
  const std::string_view rest = name.substr(end + 1);
  if (rest.size() <= kCalls.size() || !rest.starts_with(kCalls)) return std::nullopt;
  return SourceCallName{std::string(name.substr(0, end)), std::string(rest.substr(kCalls.size()))};
}

}  // namespace jackfield::grpc_api
