#pragma once

#include <cstddef>
#include <string>

#include "server/base/result.h"

// Pages of lists that are short enough to be in memory, ordered by a key.
namespace jackfield::grpc_api {

struct PageLimits {
  std::size_t usual = 100;
  std::size_t max = 500;
};

// How many entries a page has that was asked for with `page_size`.
// Errors: kInvalidArgument (FIELD_INVALID): negative.
//
// Thread safety: pure function.
Result<std::size_t> PageSize(int page_size, PageLimits limits);

// Fills in one page of `entries`, which are in order: calls `add` for those after the key
// `page_token`, and returns the token of the next page.
//
// Thread safety: pure function, but for `add`.
template <typename Entries, typename Key, typename Add>
std::string FillPage(const Entries& entries, const std::string& page_token, std::size_t size,
                     Key key, Add add) {
  std::size_t count = 0;
  std::string last;
  for (const auto& entry : entries) {
    if (!page_token.empty() && key(entry) <= page_token) continue;
    if (count == size) return last;
    add(entry);
    last = key(entry);
    ++count;
  }
  return {};
}

}  // namespace jackfield::grpc_api
