#include "server/http_api/trusted_proxies.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

#include <boost/asio/ip/address.hpp>

namespace jackfield::http_api {
namespace {

constexpr const char* kForwardedFor = "X-Forwarded-For";

// The items of a list, without spaces around them.
void AppendItems(std::string_view list, std::vector<std::string_view>& items) {
  while (true) {
    const std::size_t end = std::min(list.find(','), list.size());
    std::string_view item = list.substr(0, end);
    item.remove_prefix(std::min(item.find_first_not_of(" \t"), item.size()));
    item = item.substr(0, item.find_last_not_of(" \t") + 1);
    items.push_back(item);
    if (end == list.size()) return;
    list.remove_prefix(end + 1);
  }
}

// As all addresses are written here; an IPv4 address in the form of IPv6 is one of IPv4.
std::optional<boost::asio::ip::address> ParseAddress(std::string_view text) {
  boost::system::error_code error;
  const auto address = boost::asio::ip::make_address(std::string(text), error);
  if (error) return std::nullopt;
  if (!address.is_v6() || !address.to_v6().is_v4_mapped()) return address;
  return boost::asio::ip::make_address_v4(boost::asio::ip::v4_mapped, address.to_v6());
}

std::string PeerAt(const boost::asio::ip::address& address) {
  return address.is_v6() ? "ipv6:[" + address.to_string() + "]:0"
                         : "ipv4:" + address.to_string() + ":0";
}

}  // namespace

std::string_view AddressOf(std::string_view peer) {
  const std::size_t kind = peer.find(':');
  if (kind == std::string_view::npos) return {};
  std::string_view address = peer.substr(kind + 1, peer.rfind(':') - kind - 1);
  if (address.starts_with('[') && address.ends_with(']')) {
    address = address.substr(1, address.size() - 2);
  }
  return address;
}

std::string TrustedProxies::ClientOf(const std::string& peer, const HttpRequest& request) const {
  if (addresses_.empty()) return peer;
  const auto connected = ParseAddress(AddressOf(peer));
  if (!connected || !addresses_.contains(connected->to_string())) return peer;
  std::vector<std::string_view> told;
  const auto [begin, end] = request.equal_range(kForwardedFor);
  for (auto field = begin; field != end; ++field) AppendItems(View(field->value()), told);
  std::string client = peer;
  for (auto item = told.rbegin(); item != told.rend(); ++item) {  // T1.
    const auto address = ParseAddress(*item);
    if (!address) return peer;  // T2.
    client = PeerAt(*address);
    if (!addresses_.contains(address->to_string())) break;
  }
  return client;
}

}  // namespace jackfield::http_api
