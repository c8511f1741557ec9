#include "server/grpc_api/resource_names.h"

#include <charconv>
#include <utility>

namespace jackfield::grpc_api {
namespace {

constexpr std::string_view kOffers = "/offers/";
constexpr std::string_view kCalls = "calls/";
constexpr std::string_view kSources = "sources/";
constexpr std::size_t kSourceCallBytesMax = 512;

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
  std::string digits(16, '0');
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), offer.value, 16).ptr;
  digits.resize(static_cast<std::size_t>(end - digits.data()));
  return NameOf("calls", call_name) + std::string(kOffers) + digits;
}

Result<OfferId> OfferIdOf(std::string_view field, std::string_view name) {
  const std::size_t place = name.rfind(kOffers);
  OfferId offer;
  if (place != std::string_view::npos && name.size() <= kNameBytesMax) {
    const std::string_view digits = name.substr(place + kOffers.size());
    const auto [end, error] =
        std::from_chars(digits.data(), digits.data() + digits.size(), offer.value, 16);
    if (error == std::errc() && end == digits.data() + digits.size() && offer) return offer;
  }
  return FailField("FIELD_INVALID", std::string(field),
                   "must be a name of the form calls/{call}/offers/{offer}");
}

std::string CallOfOffer(std::string_view name) {
  const std::size_t end = name.rfind(kOffers);
  if (end == std::string_view::npos || !name.starts_with(kCalls)) return {};
  return std::string(name.substr(kCalls.size(), end - kCalls.size()));
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
