#include "server/grpc_api/paging.h"

#include <algorithm>

namespace jackfield::grpc_api {

Result<std::size_t> PageSize(int page_size, PageLimits limits) {
  if (page_size < 0) return FailField("FIELD_INVALID", "page_size", "must be 0 or more");
  if (page_size == 0) return limits.usual;
  return std::min(static_cast<std::size_t>(page_size), limits.max);
}

}  // namespace jackfield::grpc_api
