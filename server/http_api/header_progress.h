#pragma once

#include <cstddef>
#include <functional>
#include <string_view>
#include <utility>

namespace jackfield::http_api {

// Says when the bytes of a request's header, as they come, are worth reading as one.
//
// Rules:
//  H1. What is there is judged at first, at its first line's end, and whenever it has become twice
//      as long. Why: a client that sends byte by byte costs the length of its header a few times,
//      not its square.
//
// Thread safety: none; one per request.
class HeaderProgress {
 public:
  // Whether no bytes that follow make `begun` the header of a request.
  using Judge = std::function<bool(std::string_view begun)>;

  explicit HeaderProgress(Judge is_hopeless) : is_hopeless_(std::move(is_hopeless)) {}

  // Whether the header has ended, or none will come. `buffered` is all that came, so it begins with
  // what it was at the call before.
  bool IsSettled(std::string_view buffered);

 private:
  const Judge is_hopeless_;
  std::size_t seen_ = 0;    // Bytes of the call before.
  std::size_t judged_ = 0;  // Bytes that were judged last.
  bool line_ended_ = false;
};

}  // namespace jackfield::http_api
