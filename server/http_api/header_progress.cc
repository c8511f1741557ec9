#include "server/http_api/header_progress.h"

namespace jackfield::http_api {
namespace {

constexpr std::string_view kHeaderEnd = "\r\n\r\n";

}  // namespace

bool HeaderProgress::IsSettled(std::string_view buffered) {
  // The end may have begun in what was there before.
  const std::size_t from = seen_ < kHeaderEnd.size() ? 0 : seen_ - (kHeaderEnd.size() - 1);
  const bool first_line = !line_ended_ && buffered.find('\n', seen_) != std::string_view::npos;
  seen_ = buffered.size();
  if (buffered.find(kHeaderEnd, from) != std::string_view::npos) return true;
  line_ended_ = line_ended_ || first_line;
  if (!first_line && buffered.size() < 2 * judged_) return false;  // H1.
  judged_ = buffered.size();
  return is_hopeless_(buffered);
}

}  // namespace jackfield::http_api
