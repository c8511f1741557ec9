// A request of HTTP/1.1 with whatever is in it, up to the message that a service would get. Each
// call that is let through must be one that gRPC can carry: it ends the process over others.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <grpc/grpc.h>
#include <grpc/slice.h>

#include "server/base/check.h"
#include "server/http_api/http_stream.h"
#include "server/http_api/json_codec.h"
#include "server/http_api/origin_rules.h"
#include "server/http_api/rpc_request.h"
#include "server/ports/bridge_metadata.h"

namespace jackfield::http_api {
namespace {

namespace http = boost::beast::http;

grpc_slice Slice(const std::string& text) {
  return grpc_slice_from_static_buffer(text.data(), text.size());
}

void CheckMetadata(const HeaderList& metadata) {
  for (const auto& [name, value] : metadata) {
    JACKFIELD_CHECK(grpc_header_key_is_legal(Slice(name)) != 0);
    JACKFIELD_CHECK(grpc_is_binary_header(Slice(name)) != 0 ||
                    grpc_header_nonbin_value_is_legal(Slice(value)) != 0);
    JACKFIELD_CHECK(name != kPeerMetadata);
  }
}

void TryRequest(const std::uint8_t* data, std::size_t size) {
  http::request_parser<http::string_body> parser;
  parser.header_limit(HttpStream::kHeaderBytesMax);
  parser.body_limit(HttpStream::kBodyBytesMax);
  parser.eager(true);
  boost::system::error_code error;
  parser.put(boost::asio::buffer(data, size), error);
  if (error || !parser.is_done()) return;
  const HttpRequest request = parser.release();
  OriginRules({"https://crm.example"}).Judge("https://" + request.body().substr(0, 64), "x", true);
  const auto read = ReadRpcRequest(request);
  if (!read) return;
  CheckMetadata(read->metadata);
  if (const auto types = FindMethod(read->method)) BinaryFromJson(types->request, read->message);
  BinaryFromJson("jackfield.v1.PublishCallEventRequest", read->message);
}

}  // namespace
}  // namespace jackfield::http_api

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  jackfield::http_api::TryRequest(data, size);
  return 0;
}
