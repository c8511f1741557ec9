#include "server/http_api/grpc_web_frames.h"

#include <cstddef>

#include <absl/strings/escaping.h>

namespace jackfield::http_api {
namespace {

constexpr std::size_t kHeadBytes = 5;
constexpr char kMessageFlags = 0;
constexpr char kTrailersFlags = static_cast<char>(0x80);
constexpr std::string_view kHexDigits = "0123456789ABCDEF";

std::string Frame(char flags, std::string_view content) {
  std::string frame;
  frame.reserve(kHeadBytes + content.size());
  frame.push_back(flags);
  for (int shift = 24; shift >= 0; shift -= 8) {
    frame.push_back(static_cast<char>((content.size() >> shift) & 0xFF));
  }
  frame.append(content);
  return frame;
}

}  // namespace

Result<std::string_view> ReadRequestFrame(std::string_view body) {
  if (body.size() < kHeadBytes) {
    return FailField("FRAME_INVALID", "body", "must be one frame: flags, length, message");
  }
  if (body[0] != kMessageFlags) {
    return FailField("FRAME_INVALID", "body", "must be one message that is not compressed");
  }
  std::size_t size = 0;
  for (std::size_t i = 1; i < kHeadBytes; ++i) {
    size = (size << 8) | static_cast<unsigned char>(body[i]);
  }
  if (size != body.size() - kHeadBytes) {
    return FailField("FRAME_INVALID", "body", "must be exactly as long as the frame says");
  }
  return body.substr(kHeadBytes);
}

std::string MessageFrame(std::string_view message) { return Frame(kMessageFlags, message); }

std::string TrailersFrame(const HeaderList& trailers) {
  std::string text;
  for (const auto& [name, value] : trailers) text += name + ": " + value + "\r\n";
  return Frame(kTrailersFlags, text);
}

std::string PercentEncoded(std::string_view text) {
  std::string encoded;
  encoded.reserve(text.size());
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x20 && byte <= 0x7E && c != '%') {
      encoded.push_back(c);
    } else {
      encoded += {'%', kHexDigits[byte >> 4], kHexDigits[byte & 0xF]};
    }
  }
  return encoded;
}

std::string ToBase64(std::string_view bytes) {
  std::string text = absl::Base64Escape({bytes.data(), bytes.size()});
  text.erase(text.find_last_not_of('=') + 1);
  return text;
}

std::optional<std::string> FromBase64(std::string_view text) {
  std::string bytes;
  if (!absl::Base64Unescape({text.data(), text.size()}, &bytes)) return std::nullopt;
  return bytes;
}

}  // namespace jackfield::http_api
